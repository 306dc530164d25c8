using System.CommandLine;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.OneWay;

namespace ZeroRpc.Cli.Commands;

/// <summary>The command <c>sub</c>: receives and prints published events.</summary>
internal static class SubCommand
{
    private static readonly Option<string[]> _filter = new("--filter")
    {
        Description = "A method that is wanted, or a beginning and a *, as in 'sport.*'. May be repeated. Default: all.",
        HelpName = "method",
    };

    public static Command Create()
    {
        var receive = new ReceiveOptions();
        var command = new Command("sub", "Hear the events that are published, and print each as it comes.");
        receive.AddTo(command);
        command.Options.Add(_filter);
        command.SetAction(async (parsed, stop) =>
        {
            await using ZeroRpcSubscriber subscriber = Create(receive.Apply(parsed, Options(parsed)));
            return await receive.RunAsync(parsed, subscriber, stop);
        });
        return command;
    }

    private static ZeroRpcSubscriberOptions Options(ParseResult parsed)
    {
        var options = new ZeroRpcSubscriberOptions();
        Array.ForEach(parsed.GetValue(_filter) ?? [], options.Methods.Add);
        return options;
    }

    private static ZeroRpcSubscriber Create(ZeroRpcSubscriberOptions options)
    {
        try
        {
            return new ZeroRpcSubscriber(options);
        }
        catch (ArgumentException wrong)
        {
            throw CommandFailure.Usage("--filter: " + wrong.Message.Split(" (Parameter")[0], wrong);
        }
    }
}
