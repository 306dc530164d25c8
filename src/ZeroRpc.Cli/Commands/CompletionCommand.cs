using System.CommandLine;
using ZeroRpc.Cli.Calls;
using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Commands.Completion;
using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.Commands;

/// <summary>
/// The command <c>completion</c>, which prints a completion script for a shell, and <c>__complete</c>, which the scripts call.
/// </summary>
internal static class CompletionCommand
{
    /// <summary>How long a shell hangs at a Tab because of a service that is down.</summary>
    private static readonly TimeSpan _connectTimeout = TimeSpan.FromSeconds(1.5);

    /// <summary>How long a shell hangs at a Tab because of a service that is busy.</summary>
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var shell = new Argument<string?>("shell")
        {
            Description = string.Join(", ", ShellScripts.Shells) + ".",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("completion", "Print the script that makes a shell complete commands, options and live method names.")
        {
            shell,
        };
        command.SetAction(parsed =>
        {
            string shells = string.Join(", ", ShellScripts.Shells);
            Console.Out.Write(parsed.GetValue(shell) is { } name
                ? ShellScripts.Find(name)
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
            foreach (string candidate in await LineCandidates.ForAsync(typed, service => ReadMethodsAsync(service, parsed, stop)))
            {
                Console.Out.WriteLine(candidate);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<IReadOnlyList<string>> ReadMethodsAsync(NamedService named, ParseResult parsed, CancellationToken stop)
    {
        try
        {
            var options = new ZeroRpcClientOptions
            {
                ConnectTimeout = _connectTimeout, Timeout = _timeout, IsHeartbeatPassive = true, Linger = TimeSpan.Zero,
            };
            AddedHeader.AddTo(options, named.Header);
            await using var client = new ZeroRpcClient(named.Address, new CurveOptions().Apply(parsed, options)); // Keys come from the environment.
            ServiceDescription service = await client.InspectAsync(stop);
            return [.. service.Methods.Select(method => method.Name)];
        }
        catch (Exception failure) when (failure is ZeroRpcException or CommandFailure)
        {
            return [];
        }
    }
}
