using System.CommandLine;
using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Commands.Repl;
using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.Commands;

/// <summary>
/// The command <c>repl</c>: a prompt for calls of a service. If standard input is not a terminal, reads the lines from it without a prompt.
/// </summary>
internal static class ReplCommand
{
    private const string Prompt = "> ";

    public static Command Create()
    {
        var connection = new ConnectionOptions();
        var address = new Argument<string?>("address") { Description = "The service's address.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("repl", "Call a service line by line, with completion and history; help lists what can be typed.")
        {
            address,
        };
        connection.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            string endpoint = connection.AddressOf(parsed, parsed.GetValue(address));
            await using ZeroRpcClient client = connection.Connect(parsed, endpoint);
            bool isTerminal = !Console.IsInputRedirected && !Console.IsOutputRedirected;
            var names = new MethodNames();
            var session = new ReplSession(client, names, withTiming: isTerminal, parsed.GetValue(connection.Traceback));
            return isTerminal ? await PromptAsync(session, names, endpoint, stop) : await ReadInputAsync(session, stop);
        });
        return command;
    }

    private static async Task<int> PromptAsync(ReplSession session, MethodNames names, string endpoint, CancellationToken stop)
    {
        Console.WriteLine($"{endpoint}: METHOD ARGUMENTS…, help, exit; Tab completes.");
        LineHistory history = LineHistory.Load();
        var keys = new KeySource();
        var reader = new LineReader(Prompt, history, names, keys);
        _ = session.LearnNamesAsync(stop);
        while (!session.IsOver && reader.Read() is { } line)
        {
            await keys.RunAsync(interrupted => session.RunAsync(line, interrupted), stop);
            history.Save();
        }

        return ExitCode.Done;
    }

    /// <summary>
    /// Executes the lines of standard input. A line that fails does not end the others; the exit code is that of the last failure.
    /// </summary>
    private static async Task<int> ReadInputAsync(ReplSession session, CancellationToken stop)
    {
        int worst = ExitCode.Done;
        while (!session.IsOver && await Console.In.ReadLineAsync(stop) is { } line)
        {
            int code = await session.RunAsync(line, stop);
            worst = code == ExitCode.Done ? worst : code;
            stop.ThrowIfCancellationRequested();
        }

        return worst;
    }
}
