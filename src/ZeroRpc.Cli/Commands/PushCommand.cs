using System.CommandLine;
using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.OneWay;

namespace ZeroRpc.Cli.Commands;

/// <summary>The command <c>push</c>: pushes events, each to one puller.</summary>
internal static class PushCommand
{
    public static Command Create()
    {
        var send = new SendOptions();
        var timeout = new SecondsOption("--timeout", 30, "How long an event waits for a puller that takes it; off for ever. Default: 30.");
        var command = new Command("push", "Push an event to a puller, and wait until it is taken.");
        send.AddTo(command);
        command.Options.Add(timeout);
        command.SetAction(async (parsed, stop) =>
        {
            (OneWayEndpoints endpoints, var events) = send.Read(parsed, stop);
            ZeroRpcPusherOptions options = send.Apply(parsed, new ZeroRpcPusherOptions { Timeout = timeout.Read(parsed) ?? Timeout.InfiniteTimeSpan });
            var pusher = new ZeroRpcPusher(options);
            await using var departure = new Departure(pusher, stop);
            endpoints.Open(pusher, send.Notices(parsed));
            await foreach ((string method, object?[] args) in events)
            {
                await PushAsync(pusher, endpoints, method, args, stop);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static async Task PushAsync(
        ZeroRpcPusher pusher, OneWayEndpoints endpoints, string method, object?[] args, CancellationToken stop)
    {
        try
        {
            await pusher.PushAsync(method, new PushOptions { CancellationToken = stop }, args);
        }
        catch (Exception failure) when (failure is NotConnectedException or CallTimeoutException)
        {
            throw new CommandFailure(ExitCode.Timeout, failure.Message + await endpoints.HintAsync("puller"), failure);
        }
    }
}
