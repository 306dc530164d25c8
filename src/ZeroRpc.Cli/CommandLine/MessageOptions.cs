using System.CommandLine;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZeroRpc.Cli.Output;

namespace ZeroRpc.Cli.CommandLine;

/// <summary>The options for output to standard error besides errors: <c>-d</c> for the log, <c>-q</c> for nothing.</summary>
internal sealed class MessageOptions
{
    /// <summary>Whether the log is shown.</summary>
    public Option<bool> Debug { get; } = new("--debug", "-d") { Description = "Show the log on standard error." };

    /// <summary>Whether notices such as <c>connecting to</c> are left out.</summary>
    public Option<bool> Quiet { get; } = new("--quiet", "-q")
    {
        Description = "Write nothing to standard error but errors and warnings.",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(Debug);
        command.Options.Add(Quiet);
    }

    /// <summary>The log: every message with <c>-d</c>, none without it.</summary>
    public ILoggerFactory Log(ParseResult parsed) =>
        parsed.GetValue(Debug) ? new StandardErrorLog(LogLevel.Trace) : NullLoggerFactory.Instance;

    /// <summary>The log: every message with <c>-d</c>, warnings without it.</summary>
    public ILoggerFactory LogWithWarnings(ParseResult parsed) =>
        new StandardErrorLog(parsed.GetValue(Debug) ? LogLevel.Trace : LogLevel.Warning);

    /// <summary>Where notices go.</summary>
    public Notices Notices(ParseResult parsed) => new(parsed.GetValue(Quiet));
}
