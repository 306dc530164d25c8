using System.CommandLine;
using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.Commands;

/// <summary><c>ping</c>: does the service answer, and how fast?</summary>
internal static class PingCommand
{
    public static Command Create()
    {
        var connection = new ConnectionOptions();
        var address = new Argument<string?>("address") { Description = "The service's address.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("ping", "Ask a service whether it answers, and how fast.") { address };
        connection.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            await using ZeroRpcClient client = connection.Connect(parsed, ConnectionOptions.AddressOf(parsed.GetValue(address)));
            Console.WriteLine(await client.PingAsync(stop));
            return ExitCode.Done;
        });
        return command;
    }
}
