using System.CommandLine;
using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.Output;
using ZeroRpc.Cli.Profiles;

namespace ZeroRpc.Cli.OneWay;

/// <summary>The options that <c>pull</c> and <c>sub</c> share: the endpoints, the number of events, and the output format.</summary>
internal sealed class ReceiveOptions
{
    private readonly Argument<string[]> _addresses = new("address")
    {
        Description = $"Addresses to connect to. Default: ${ConnectionOptions.EndpointVariable}, unless --listen is given.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string[]> _listen = OneWayEndpoints.CreateListen();
    private readonly CountOption _count = new("--count", "End after so many events. Default: at Ctrl-C.", "-c");
    private readonly Option<bool> _jsonLines = new("--ndjson")
    {
        Description = "Print each event as a line of JSON, [\"method\", arguments…], as --stdin of push and pub takes it.",
    };

    private readonly CurveOptions _curve = new();
    private readonly ProfileOption _profile = new();
    private readonly MessageOptions _messages = new();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_addresses);
        Array.ForEach<Option>([_listen, _count, _jsonLines, _profile], command.Options.Add);
        _messages.AddTo(command);
        _curve.AddTo(command);
    }

    /// <summary>
    /// Applies the options to the options of a receiver. The receiver reads no more events than it will print, because events that are read
    /// but not printed are lost.
    /// </summary>
    public TOptions Apply<TOptions>(ParseResult parsed, TOptions options)
        where TOptions : ZeroRpcReceiverOptions
    {
        options.Linger = TimeSpan.Zero;
        options.HighWaterMark = Math.Min(options.HighWaterMark, parsed.GetValue(_count) ?? int.MaxValue);
        options.LoggerFactory = _messages.LogWithWarnings(parsed);
        return _curve.Apply(parsed, options);
    }

    /// <summary>Receives and prints events until the number is reached.</summary>
    /// <exception cref="CommandFailure">There is no address.</exception>
    /// <exception cref="OperationCanceledException">The command was interrupted.</exception>
    public async Task<int> RunAsync(ParseResult parsed, ZeroRpcReceiver receiver, CancellationToken stop)
    {
        (OneWayEndpoints endpoints, string[] others) =
            OneWayEndpoints.Take(parsed.GetValue(_addresses) ?? [], parsed.GetValue(_listen) ?? [], _profile.Read(parsed));
        if (others is [var other, ..])
        {
            throw new CommandFailure(ExitCode.Endpoint, $"'{other}' is no address: it has no ://.");
        }

        await using Stream output = StandardOutput.Open();
        var printer = new EventPrinter(output, parsed.GetValue(_jsonLines), parsed.GetValue(_count));
        receiver.AddFallback(printer.PrintAsync);
        endpoints.Open(receiver, _messages.Notices(parsed));
        receiver.Start();
        await printer.Done.WaitAsync(stop);
        return ExitCode.Done;
    }
}
