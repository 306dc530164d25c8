using System.CommandLine;
using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.Inspection;
using ZeroRpc.Cli.Output;

namespace ZeroRpc.Cli.Commands;

/// <summary>The command <c>list</c>: lists the methods of a service.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var connection = new ConnectionOptions(ConnectionOptions.ShortConnectTimeout);
        var address = new Argument<string?>("address") { Description = "The service's address.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--ndjson") { Description = "For programs: print one line of JSON." };
        var command = new Command("list", "List a service's methods with their signatures.") { address, json };
        connection.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            await using ZeroRpcClient client = connection.Connect(parsed, connection.AddressOf(parsed, parsed.GetValue(address)));
            ServiceDescription service = await client.InspectAsync(stop);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(ServiceJson.Of(service));
            }
            else
            {
                new ServiceListing(Terminal.Create()).Write(service);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
