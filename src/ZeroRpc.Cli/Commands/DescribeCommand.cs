using System.CommandLine;
using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.Inspection;
using ZeroRpc.Cli.Output;

namespace ZeroRpc.Cli.Commands;

/// <summary>The command <c>describe</c>: shows the parameters and the result of one method.</summary>
internal static class DescribeCommand
{
    public static Command Create()
    {
        var connection = new ConnectionOptions(ConnectionOptions.ShortConnectTimeout);
        var words = new Argument<string[]>("method")
        {
            Description = $"The service's address (or ${ConnectionOptions.EndpointVariable} has it), and the method's name.",
            HelpName = "address> <method",
            Arity = new ArgumentArity(0, 2),
        };
        var json = new Option<bool>("--ndjson") { Description = "For programs: print one line of JSON." };
        var command = new Command("describe", "Show a method's signature and documentation.") { words, json };
        connection.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            (string address, string[] names) = connection.TakeAddress(parsed, parsed.GetValue(words) ?? []);
            string name = names.Length == 1 ? names[0] : throw CommandFailure.Usage("which method? Write describe ADDRESS METHOD.");
            await using ZeroRpcClient client = connection.Connect(parsed, address);
            MethodDescription method = Find(await client.InspectAsync(stop), name);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(ServiceJson.Of(method));
            }
            else
            {
                new ServiceListing(Terminal.Create()).Write(method);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static MethodDescription Find(ServiceDescription service, string name)
    {
        string[] known = [.. service.Methods.Select(method => method.Name)];
        return service.Methods.FirstOrDefault(method => method.Name == name) ?? throw new CommandFailure(
            ExitCode.RemoteError,
            $"'{service.Name}' has no method '{name}'.{Suggestion.For(name, known)} " +
            $"It has {(known.Length > 0 ? string.Join(", ", known) : "none")}.");
    }
}
