using System.CommandLine;
using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.OneWay;

namespace ZeroRpc.Cli.Commands;

/// <summary>The command <c>pub</c>: publishes events to all current subscribers.</summary>
internal static class PubCommand
{
    public static Command Create()
    {
        var send = new SendOptions();
        var wait = new SecondsOption("--wait", 2, "How long to wait for the first subscriber; off for ever. Default: 2.");
        var command = new Command("pub", "Publish an event to all who subscribe.");
        send.AddTo(command);
        command.Options.Add(wait);
        command.SetAction(async (parsed, stop) =>
        {
            (OneWayEndpoints endpoints, var events) = send.Read(parsed, stop);
            ZeroRpcPublisherOptions options = send.Apply(parsed, new ZeroRpcPublisherOptions());
            var publisher = new ZeroRpcPublisher(options);
            await using var departure = new Departure(publisher, stop);
            endpoints.Open(publisher, send.Notices(parsed));
            await PublishAsync(publisher, endpoints, events, wait.Read(parsed), stop);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task PublishAsync(
        ZeroRpcPublisher publisher,
        OneWayEndpoints endpoints,
        IAsyncEnumerable<(string Method, object?[] Args)> events,
        TimeSpan? wait,
        CancellationToken stop)
    {
        bool isHeard = await IsHeardAsync(publisher, wait, stop);
        await foreach ((string method, object?[] args) in events)
        {
            publisher.Publish(method, args);
        }

        if (!isHeard && !publisher.IsConnected)
        {
            await FailureReport.WriteLineAsync(
                "nobody subscribed in time (--wait): what was published is lost." + await endpoints.HintAsync("subscriber"));
        }
    }

    /// <summary>Waits for a subscriber. A subscription takes a moment to arrive, and events that are published earlier are lost.</summary>
    private static async Task<bool> IsHeardAsync(ZeroRpcPublisher publisher, TimeSpan? wait, CancellationToken stop)
    {
        try
        {
            await publisher.WaitForConnectionAsync(stop).WaitAsync(wait ?? Timeout.InfiniteTimeSpan, stop);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
