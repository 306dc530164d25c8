using System.Diagnostics;
using ZeroRpc.Diagnostics;
using ZeroRpc.Tests.Behaviour;
using ZeroRpc.Tests.Behaviour.OneWay;

namespace ZeroRpc.Tests.Diagnostics;

/// <summary>The spans of events that nobody answers, asserted whole (docs/observe.md).</summary>
[Collection(nameof(Alone))]
public sealed class EventSpanTests() : OneWayTest(Carrier.Memory)
{
    private const string Handled =
        "messaging.system=zerorpc, messaging.operation.name=process, messaging.operation.type=process, messaging.destination.name=work";

    private readonly string _name = $"{Guid.NewGuid():N}";

    private string Pushed =>
        "messaging.system=zerorpc, messaging.operation.name=push, messaging.operation.type=send, messaging.destination.name=work, " +
        $"server.address={_name}";

    [Fact]
    public async Task A_push_is_a_span_and_within_it_the_handling()
    {
        using var spans = new SpanLog();
        ZeroRpcPusher pusher = PusherToWork(() => Time.Advance(TimeSpan.FromMilliseconds(250)));

        await pusher.PushAsync("work").OrHang();

        Activity pushed = await spans.OneAsync(ActivityKind.Producer);
        Activity handled = await spans.OneAsync(ActivityKind.Consumer);
        Assert.StartsWith("Producer push work, ", SpanLog.Describe(pushed), StringComparison.Ordinal);
        Assert.EndsWith($" s, Unset: {Pushed}", SpanLog.Describe(pushed), StringComparison.Ordinal);
        Assert.Equal($"Consumer process work, 0.25 s, Unset: {Handled}", SpanLog.Describe(handled));
        Assert.Equal(spans.Root.SpanId, pushed.ParentSpanId);
        Assert.Equal((pushed.TraceId, pushed.SpanId, true), (handled.TraceId, handled.ParentSpanId, handled.HasRemoteParent));
        Assert.Same(spans.Root, Activity.Current);
    }

    [Fact]
    public async Task A_push_lasts_until_a_puller_takes_the_event()
    {
        using var spans = new SpanLog();
        ZeroRpcPusher pusher = NewPusher(FakePusherTime(), $"inproc://{_name}");

        Task push = pusher.PushAsync("work");
        Assert.Same(spans.Root, Activity.Current);
        Time.Advance(Interval);
        PullWork(() => { });
        await push.OrHang();

        Assert.Equal($"Producer push work, 1 s, Unset: {Pushed}", await spans.TextAsync(ActivityKind.Producer));
    }

    [Fact]
    public async Task A_push_that_nobody_takes_in_time_is_an_error()
    {
        using var spans = new SpanLog();
        ZeroRpcPusher pusher = NewPusher(FakePusherTime(), $"inproc://{_name}");

        Task push = pusher.PushAsync("work", new PushOptions { Timeout = Interval });
        Time.Advance(Interval);
        NotConnectedException error = await Assert.ThrowsAsync<NotConnectedException>(() => push.OrHang());

        Assert.Equal(
            $"Producer push work, 1 s, Error ({error.Message}): {Pushed}, error.type=ZeroRpc.NotConnectedException",
            await spans.TextAsync(ActivityKind.Producer));
    }

    [Fact]
    public async Task A_push_that_is_given_up_is_an_error_and_still_cancelled()
    {
        using var stop = new CancellationTokenSource();
        using var spans = new SpanLog();
        ZeroRpcPusher pusher = NewPusher(FakePusherTime(), $"inproc://{_name}");

        Task push = pusher.PushAsync("work", new PushOptions { CancellationToken = stop.Token });
        await stop.CancelAsync();
        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => push.OrHang());

        Assert.True(push.IsCanceled);
        Assert.Equal(stop.Token, error.CancellationToken);
        Assert.Equal(
            $"Producer push work, 0 s, Error (A task was canceled.): {Pushed}, error.type=System.OperationCanceledException",
            await spans.TextAsync(ActivityKind.Producer));
    }

    [Fact]
    public async Task An_event_that_cannot_be_encoded_is_an_error_and_thrown_at_once_all_the_same()
    {
        using var spans = new SpanLog();
        ZeroRpcPusher pusher = NewPusher(FakePusherTime(), $"inproc://{_name}");

        ValueConversionException error = Assert.Throws<ValueConversionException>(() => { _ = pusher.PushAsync("work", new IntPtr(1)); });

        Assert.Equal(
            $"Producer push work, 0 s, Error ({error.Message}): {Pushed}, error.type=ZeroRpc.ValueConversionException",
            await spans.TextAsync(ActivityKind.Producer));
        Assert.Same(spans.Root, Activity.Current);
    }

    [Fact]
    public async Task A_publication_is_one_span_and_the_parent_of_all_that_handle_it()
    {
        using var spans = new SpanLog();
        ZeroRpcPublisher publisher = NewPublisher(new ZeroRpcPublisherOptions { TimeProvider = Time });
        string endpoint = publisher.Bind(NewEndpoint());
        foreach (int _ in Enumerable.Range(0, 2))
        {
            ZeroRpcSubscriber subscriber = NewSubscriber(new ZeroRpcSubscriberOptions { TimeProvider = Time, Linger = TimeSpan.Zero });
            subscriber.AddMethod("work", () => { });
            subscriber.Connect(endpoint);
            subscriber.Start();
        }

        publisher.Publish("work");

        Activity published = await spans.OneAsync(ActivityKind.Producer);
        Assert.Equal(
            "Producer publish work, 0 s, Unset: messaging.system=zerorpc, messaging.operation.name=publish, messaging.operation.type=send, " +
            "messaging.destination.name=work",
            SpanLog.Describe(published));
        Assert.All(await spans.AllAsync(ActivityKind.Consumer, 2), handled =>
        {
            Assert.Equal($"Consumer process work, 0 s, Unset: {Handled}", SpanLog.Describe(handled));
            Assert.Equal(published.SpanId, handled.ParentSpanId);
        });
        Assert.Same(spans.Root, Activity.Current);
    }

    [Fact]
    public async Task A_handler_s_exception_is_the_error_of_the_handling_alone()
    {
        using var spans = new SpanLog();
        ZeroRpcPusher pusher = PusherToWork(async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException("No way.");
        });

        await pusher.PushAsync("work").OrHang();

        Assert.Equal(
            $"Consumer process work, 0 s, Error (No way.): {Handled}, error.type=System.InvalidOperationException",
            await spans.TextAsync(ActivityKind.Consumer));
        Assert.Equal(ActivityStatusCode.Unset, (await spans.OneAsync(ActivityKind.Producer)).Status);
    }

    [Fact]
    public async Task A_remote_error_of_the_handler_goes_by_its_name()
    {
        using var spans = new SpanLog();
        ZeroRpcPusher pusher = PusherToWork(void () => throw new RemoteException("KeyError", "no key"));

        await pusher.PushAsync("work").OrHang();

        Assert.Equal("KeyError", (await spans.OneAsync(ActivityKind.Consumer)).GetTagItem("error.type"));
    }

    [Fact]
    public async Task A_name_that_no_method_has_names_no_span()
    {
        using var spans = new SpanLog();
        ZeroRpcPusher pusher = PusherToWork(() => { });

        await pusher.PushAsync("no_such_method").OrHang();

        Assert.Equal(
            "Consumer process, 0 s, Error (There is no method 'no_such_method': the event is dropped.): " +
            $"{Handled.Replace("work", "no_such_method", StringComparison.Ordinal)}, error.type=ZeroRpc.ZeroRpcException",
            await spans.TextAsync(ActivityKind.Consumer));
    }

    [Fact]
    public async Task What_a_fallback_takes_names_no_span_either()
    {
        using var spans = new SpanLog();
        ZeroRpcPusher pusher = PusherToWork(() => { }, puller => puller.AddFallback(_ => Task.CompletedTask));

        await pusher.PushAsync("whatever").OrHang();

        Assert.Equal(
            $"Consumer process, 0 s, Unset: {Handled.Replace("work", "whatever", StringComparison.Ordinal)}",
            await spans.TextAsync(ActivityKind.Consumer));
    }

    [Fact]
    public async Task Hooks_and_what_a_handler_pushes_on_are_within_the_spans()
    {
        using var spans = new SpanLog();
        ZeroRpcPuller last = NewPuller();
        ZeroRpcPusher next = PusherTo(last);
        string? seen = null;
        ZeroRpcPusher first = PusherToWork(() =>
        {
            seen = Activity.Current?.DisplayName;
            return next.PushAsync("note", "on");
        });

        await first.PushAsync("work").OrHang();
        Activity[] pushed = await spans.AllAsync(ActivityKind.Producer, 2);
        Activity[] handled = await spans.AllAsync(ActivityKind.Consumer, 2);

        Assert.Equal("process work", seen);
        Assert.Equal(
            handled.Single(span => span.DisplayName == "process work").SpanId,
            pushed.Single(span => span.DisplayName == "push note").ParentSpanId);
    }

    [Fact]
    public async Task A_failure_is_reported_within_the_span()
    {
        using var spans = new SpanLog();
        Activity? current = null;
        ZeroRpcPusher pusher = PusherToWork(
            void () => throw new InvalidOperationException(), puller => puller.EventFailed += (_, _) => current = Activity.Current);

        await pusher.PushAsync("work").OrHang();

        Assert.Same(await spans.OneAsync(ActivityKind.Consumer), current);
    }

    [Fact]
    public async Task An_event_carries_the_trace_its_state_and_baggage()
    {
        using var spans = new SpanLog();
        spans.Root.TraceStateString = "vendor=1";
        spans.Root.AddBaggage("user", "7");

        (IReadOnlyDictionary<string, object?> headers, Activity? current) = await LookAsync();

        Assert.Equal(["traceparent", "tracestate", "baggage"], headers.Keys);
        Assert.Equal([(await spans.OneAsync(ActivityKind.Producer)).Id, "vendor=1", "user = 7"], headers.Values);
        Assert.Equal(("vendor=1", "7"), (current!.TraceStateString, current.GetBaggageItem("user")));
    }

    [Fact]
    public async Task An_event_without_a_span_of_its_own_carries_the_trace_it_is_sent_in()
    {
        using var spans = new SpanLog(ActivitySamplingResult.None);

        (IReadOnlyDictionary<string, object?> headers, _) = await LookAsync();

        Assert.Equal(spans.Root.Id, headers["traceparent"]);
    }

    [Fact]
    public async Task What_the_sender_says_itself_stays()
    {
        using var spans = new SpanLog();

        (IReadOnlyDictionary<string, object?> headers, _) = await LookAsync("mine");

        Assert.Equal("mine", headers["traceparent"]);
    }

    [Fact]
    public async Task While_nobody_listens_an_event_says_nothing_of_traces()
    {
        using Activity current = new Activity("test").Start();

        (IReadOnlyDictionary<string, object?> headers, Activity? handling) = await LookAsync();

        Assert.Empty(headers);
        Assert.Null(handling);
    }

    [Fact]
    public void While_nobody_listens_observing_allocates_nothing()
    {
        using Activity current = new Activity("test").Start();
        bool isObserved = Observe(); // Compiled now.
        long before = GC.GetAllocatedBytesForCurrentThread();

        isObserved |= Observe();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.False(isObserved);

        static bool Observe() =>
            ObservedEvent.Send("push", "work", null, TimeProvider.System) is not null ||
            ObservedEvent.Handle("work", isKnown: true, default, TimeProvider.System) is not null;
    }

    private ZeroRpcPusherOptions FakePusherTime() => new() { TimeProvider = Time, Linger = TimeSpan.Zero };

    private ZeroRpcPusher PusherToWork(Delegate work, Action<ZeroRpcPuller>? set = null) =>
        NewPusher(FakePusherTime(), PullWork(work, set));

    private string PullWork(Delegate work, Action<ZeroRpcPuller>? set = null)
    {
        ZeroRpcPuller puller = NewPuller(new ZeroRpcPullerOptions { TimeProvider = Time, Linger = TimeSpan.Zero });
        puller.AddMethod("work", work);
        set?.Invoke(puller);
        string endpoint = puller.Bind($"inproc://{_name}");
        puller.Start();
        return endpoint;
    }

    /// <summary>What a handler sees of an event's header, and its span.</summary>
    private async Task<(IReadOnlyDictionary<string, object?> Headers, Activity? Current)> LookAsync(string? parent = null)
    {
        var seen = new TaskCompletionSource<(IReadOnlyDictionary<string, object?>, Activity?)>(TaskCreationOptions.RunContinuationsAsynchronously);
        ZeroRpcPusher pusher = PusherToWork((CallContext call) => seen.SetResult((call.Headers, Activity.Current)));
        PushOptions options = parent is null ? default : new PushOptions { Headers = new Dictionary<string, object?> { ["traceparent"] = parent } };
        await pusher.PushAsync("work", options).OrHang();
        return await seen.Task.OrHang();
    }
}
