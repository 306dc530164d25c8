using System.CommandLine;
using ZeroRpc.Cli.Commands.Completion;
using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.Commands;

/// <summary>
/// The command <c>completion</c>, which prints a completion script for a shell, and <c>__complete</c>, which the scripts call.
/// </summary>
internal static class CompletionCommand
{
    /// <summary>
    /// The limits of a completion. A shell is blocked only briefly if the service is not running, and a little longer if it is busy.
    /// </summary>
    private static readonly ZeroRpcClientOptions _patience = new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(1.5),
        Timeout = TimeSpan.FromSeconds(5),
        PassiveHeartbeat = true,
        Linger = TimeSpan.Zero,
    };

    public static Command Create()
    {
        var shell = new Argument<string?>("shell")
        {
            Description = string.Join(", ", ShellScripts.All.Keys) + ".",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("completion", "Print the script that makes a shell complete commands, options and live method names.")
        {
            shell,
        };
        command.SetAction(parsed =>
        {
            string shells = string.Join(", ", ShellScripts.All.Keys);
            Console.Out.Write(parsed.GetValue(shell) is { } name
                ? ShellScripts.All.GetValueOrDefault(name)
                    ?? throw CommandFailure.Usage($"there is no script for '{name}': the shells are {shells}.")
                : throw CommandFailure.Usage($"name the shell: {shells}."));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Creates the command that the scripts call at each Tab.</summary>
    public static Command CreateComplete()
    {
        var line = new Argument<string>("line") { Description = "The line up to the cursor." };
        var command = new Command("__complete", "List what the last word of a line may become.") { line };
        command.Hidden = true;
        command.SetAction(async (parsed, stop) =>
        {
            string typed = parsed.GetRequiredValue(line);
            foreach (string candidate in await LineCandidates.OfAsync(typed, address => MethodsOfAsync(address, stop)))
            {
                Console.Out.WriteLine(candidate);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<IReadOnlyList<string>> MethodsOfAsync(string address, CancellationToken stop)
    {
        try
        {
            await using var client = new ZeroRpcClient(address, _patience);
            ServiceDescription service = await client.InspectAsync(stop);
            return [.. service.Methods.Select(method => method.Name)];
        }
        catch (ZeroRpcException)
        {
            return [];
        }
    }
}
