using System.Collections.Concurrent;

namespace ZeroRpc.Tests.Behaviour.OneWay;

/// <summary>Which hooks run around events, when, and what they may do.</summary>
public abstract class EventHookBehaviour(Carrier carrier) : OneWayTest(carrier)
{
    private static readonly ZeroRpcContextHooks _carry = new("trace_id");

    [Fact]
    public async Task A_pullers_hooks_run_in_Pythons_order()
    {
        var hooks = new RecordingMiddleware();
        ZeroRpcPuller puller = NewPuller(new ZeroRpcPullerOptions { Hooks = { hooks }, Linger = TimeSpan.Zero });
        ZeroRpcPusher pusher = PusherTo(puller);

        await pusher.PushAsync(
            "note", new PushOptions { Headers = new Dictionary<string, object?> { ["from"] = "me" } }, "hello").OrHang();
        await UntilAsync(() => puller.HandledCount == 1);

        Assert.Equal(["load from", "before note", "after note none"], hooks.Log);
    }

    [Fact]
    public async Task A_failure_is_inspected_and_an_unknown_method_nothing_else()
    {
        var hooks = new RecordingMiddleware();
        ZeroRpcPuller puller = NewPuller(new ZeroRpcPullerOptions { Hooks = { hooks }, Linger = TimeSpan.Zero });
        puller.AddMethod("boom", (Action)(() => throw new InvalidDataException("bad")));
        ZeroRpcPusher pusher = PusherTo(puller);

        await pusher.PushAsync("nowhere").OrHang();
        await pusher.PushAsync("boom").OrHang();
        await UntilAsync(() => puller.FailedCount == 2);

        Assert.Equal(
            [
                "get", "inspect nowhere none ZeroRpcException",
                "load", "before boom", "get", "inspect boom none InvalidDataException",
            ],
            hooks.Log);
    }

    [Fact]
    public async Task A_hook_that_throws_fails_its_event_alone()
    {
        ConcurrentQueue<Exception> failures = [];
        bool refuses = true;
        var hooks = new RecordingMiddleware
        {
            OnServerBefore = _ =>
            {
                if (refuses)
                {
                    throw new InvalidOperationException("not now");
                }
            },
        };
        ZeroRpcPuller puller = NewPuller(new ZeroRpcPullerOptions { Hooks = { hooks }, Linger = TimeSpan.Zero });
        puller.EventFailed += (_, failed) => failures.Enqueue(failed.Exception);
        ZeroRpcPusher pusher = PusherTo(puller);

        await pusher.PushAsync("note", "refused").OrHang();
        await UntilAsync(() => puller.FailedCount == 1);
        refuses = false;
        await pusher.PushAsync("note", "welcome").OrHang();

        Assert.Equal("welcome", Next());
        Exception failure = Assert.IsType<HookException>(Assert.Single(failures));
        Assert.Contains("RecordingMiddleware.ServerBeforeExecute failed for 'note'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pushers_hook_that_throws_fails_the_push()
    {
        var hooks = new RecordingMiddleware { OnHook = _ => throw new InvalidOperationException("no context") };
        ZeroRpcPusher pusher = NewPusher(
            new ZeroRpcPusherOptions { Hooks = { hooks }, Linger = TimeSpan.Zero }, FreeEndpoint());

        await Assert.ThrowsAsync<HookException>(() => pusher.PushAsync("note", "hello"));
        Assert.Equal(0, pusher.WaitingCount);
    }

    [Fact]
    public async Task A_trace_id_goes_through_a_push_and_a_publication()
    {
        ZeroRpcSubscriber subscriber = NewSubscriber(new ZeroRpcSubscriberOptions { Hooks = { _carry }, Linger = TimeSpan.Zero });
        subscriber.AddMethod("news", () => Note($"heard {ZeroRpcContext.Current["trace_id"]}"));
        ZeroRpcPublisher publisher = NewPublisher(new ZeroRpcPublisherOptions { Hooks = { _carry } });
        subscriber.Connect(publisher.Bind(NewEndpoint()));
        subscriber.Start();
        await publisher.WaitForConnectionAsync(Aborted).OrHang();
        ZeroRpcPuller puller = NewPuller(new ZeroRpcPullerOptions { Hooks = { _carry }, Linger = TimeSpan.Zero });
        puller.AddMethod("relay", () => publisher.Publish("news"));
        string endpoint = puller.Bind(NewEndpoint());
        puller.Start();
        ZeroRpcPusher pusher = NewPusher(new ZeroRpcPusherOptions { Hooks = { _carry }, Linger = TimeSpan.Zero }, endpoint);
        ZeroRpcContext.Set("trace_id", "abc123");

        await pusher.PushAsync("relay").OrHang();

        Assert.Equal("heard abc123", Next());
    }
}

public sealed class EventHooksInMemory() : EventHookBehaviour(Carrier.Memory);

public sealed class EventHooksOverNetMq() : EventHookBehaviour(Carrier.NetMq);

public sealed class EventHooksOverTcp() : EventHookBehaviour(Carrier.Tcp);

public sealed class EventHooksOverIpc() : EventHookBehaviour(Carrier.Ipc);
