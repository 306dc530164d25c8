using System.CommandLine;
using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Commands;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.Profiles;

namespace ZeroRpc.Cli;

/// <summary>The entry point. Runs the command that the first word names, or else the Python command line.</summary>
internal static class Program
{
    /// <summary>The commands by name, in the order in which help lists them.</summary>
    public static IReadOnlyDictionary<string, Func<Command>> Commands { get; } = new Dictionary<string, Func<Command>>
    {
        ["list"] = ListCommand.Create,
        ["describe"] = DescribeCommand.Create,
        ["serve"] = ServeCommand.Create,
        ["ping"] = PingCommand.Create,
        ["bench"] = BenchCommand.Create,
        ["repl"] = ReplCommand.Create,
        ["trace"] = TraceCommand.Create,
        ["push"] = PushCommand.Create,
        ["pull"] = PullCommand.Create,
        ["pub"] = PubCommand.Create,
        ["sub"] = SubCommand.Create,
        ["keygen"] = KeygenCommand.Create,
        ["profile"] = ProfileCommand.Create,
        ["help"] = HelpCommand.Create,
        ["completion"] = CompletionCommand.Create,
        ["__complete"] = CompletionCommand.CreateComplete,
    };

    /// <summary>The words of the commands that help lists.</summary>
    public static IEnumerable<string> CommandNames => Commands.Keys.Where(name => !name.StartsWith('_'));

    public static async Task<int> Main(string[] args)
    {
        try
        {
            args = WithCommandFirst(args);
            return await (args.Length > 0 && Commands.TryGetValue(args[0], out Func<Command>? create) && !SpeaksPython(args)
                ? RunCommandAsync(create(), args)
                : RunPythonAsync(args));
        }
        catch (Exception failure)
        {
            return await FailureReport.WriteAsync(failure, withTraceback: false);
        }
    }

    /// <summary>A profile may stand before the command: <c>--profile prod list</c> is <c>list --profile prod</c>.</summary>
    public static string[] WithCommandFirst(string[] args)
    {
        int command = args switch
        {
            [ProfileOption.Spelling, _, ..] => 2,
            [var first, ..] when IsOption(first, ProfileOption.Spelling) => 1,
            _ => 0,
        };
        return command > 0 && args.Length > command && Commands.ContainsKey(args[command])
            ? [args[command], .. args[..command], .. args[(command + 1)..]]
            : args;
    }

    private static Task<int> RunCommandAsync(Command command, string[] args)
    {
        command.Options.Add(HelpOptions.Create());
        return CommandRunner.RunAsync(new Command(CommandRunner.ToolName) { command }, args);
    }

    private static Task<int> RunPythonAsync(string[] args)
    {
        Command command = CallCommand.Create();
        return CommandRunner.RunAsync(command, CallCommand.Rewrite(command, args));
    }

    /// <summary>
    /// Returns true if the arguments are a Python command line. As in Python, the first word is the remote method if <c>--connect</c> or
    /// <c>--bind</c> is present. The exception is <c>serve --bind</c>, which serves.
    /// </summary>
    private static bool SpeaksPython(string[] args)
    {
        string[] options = [.. args.TakeWhile(arg => arg != "--")];
        bool binds = options.Any(arg => IsOption(arg, "--bind"));
        bool connects = options.Any(arg => IsOption(arg, "--connect"));
        return args[0] == "serve" ? connects && !binds : connects || binds;
    }

    private static bool IsOption(string arg, string name) => arg == name || arg.StartsWith(name + "=", StringComparison.Ordinal);
}
