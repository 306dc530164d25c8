using System.CommandLine;
using ZeroRpc.Cli.OneWay;

namespace ZeroRpc.Cli.Commands;

/// <summary>
/// The command <c>pull</c>: receives and prints pushed events. It has no filter, because no other puller would get the events that it
/// skips.
/// </summary>
internal static class PullCommand
{
    public static Command Create()
    {
        var receive = new ReceiveOptions();
        var command = new Command("pull", "Take the events that are pushed, and print each as it comes.");
        receive.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            await using var puller = new ZeroRpcPuller(receive.Apply(parsed, new ZeroRpcPullerOptions()));
            return await receive.RunAsync(parsed, puller, stop);
        });
        return command;
    }
}
