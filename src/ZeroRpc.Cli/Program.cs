using System.CommandLine;
using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Commands;

namespace ZeroRpc.Cli;

/// <summary>Chooses the command: the word that stands first, else Python's command line.</summary>
internal static class Program
{
    /// <summary>The commands by their words, in the order in which help lists them.</summary>
    public static IReadOnlyDictionary<string, Func<Command>> Commands { get; } = new Dictionary<string, Func<Command>>
    {
        ["ping"] = PingCommand.Create,
        ["trace"] = TraceCommand.Create,
    };

    public static Task<int> Main(string[] args)
    {
        if (args.Length == 0 || !Commands.TryGetValue(args[0], out Func<Command>? create) || SpeaksPython(args))
        {
            return CommandRunner.RunAsync(CallCommand.Create(), args);
        }

        Command command = create();
        command.Options.Add(HelpOptions.Create());
        return CommandRunner.RunAsync(new Command(CommandRunner.ToolName) { command }, args);
    }

    /// <summary>With <c>--connect</c> or <c>--bind</c> the first word is the remote method, as in Python; but <c>serve --bind</c> serves.</summary>
    private static bool SpeaksPython(string[] args) => args
        .TakeWhile(arg => arg != "--")
        .Any(arg => IsOption(arg, "--connect") || (IsOption(arg, "--bind") && args[0] != "serve"));

    private static bool IsOption(string arg, string name) => arg == name || arg.StartsWith(name + "=", StringComparison.Ordinal);
}
