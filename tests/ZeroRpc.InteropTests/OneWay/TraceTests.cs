using System.Diagnostics;
using System.Text.Json;
using ZeroRpc.InteropTests.Harness;
using ZeroRpc.Tests.Diagnostics;

namespace ZeroRpc.InteropTests.OneWay;

/// <summary>One trace of events over .NET, Python and .NET: stock zerorpc with <c>samples/python/trace_context.py</c> in the middle.</summary>
public sealed class TraceTests : IAsyncDisposable
{
    private readonly ZeroRpcPuller _last = new();
    private readonly TaskCompletionSource<string?> _baggage = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ValueTask DisposeAsync() => _last.DisposeAsync();

    [Fact]
    public async Task What_Python_pushes_on_is_handled_as_a_child_of_our_push()
    {
        await using PeerProcess python = await StartRelayAsync("puller", report: false);
        await using var pusher = new ZeroRpcPusher();
        pusher.Connect(python.Endpoint);
        using var spans = new SpanLog();
        spans.Root.AddBaggage("user", "7");

        await pusher.PushAsync("relay", "last").OrHang();

        await AssertOneTraceAsync(spans);
    }

    [Fact]
    public async Task What_Python_pushes_on_is_handled_as_a_child_of_our_publication()
    {
        await using PeerProcess python = await StartRelayAsync("subscriber", report: false);
        await using var publisher = new ZeroRpcPublisher();
        publisher.Connect(python.Endpoint);
        await publisher.WaitForConnectionAsync(TestContext.Current.CancellationToken).OrHang();
        using var spans = new SpanLog();
        spans.Root.AddBaggage("user", "7");

        publisher.Publish("relay", "last");

        await AssertOneTraceAsync(spans);
    }

    [Fact]
    public async Task With_a_span_of_Python_s_own_it_is_a_child_of_that()
    {
        await using PeerProcess python = await StartRelayAsync("puller", report: true);
        await using var pusher = new ZeroRpcPusher();
        pusher.Connect(python.Endpoint);
        using var spans = new SpanLog();

        await pusher.PushAsync("relay", "last").OrHang();

        Activity pushed = await spans.OneAsync(ActivityKind.Producer);
        Activity handled = await spans.OneAsync(ActivityKind.Consumer);
        JsonElement pythons = (await python.ReadAsync()).GetProperty("span");
        Assert.Equal(
            ("relay", $"{pushed.TraceId}", $"{pushed.SpanId}", $"{handled.ParentSpanId}"),
            (pythons.GetProperty("name").GetString(),
                pythons.GetProperty("trace_id").GetString(),
                pythons.GetProperty("parent_id").GetString(),
                pythons.GetProperty("span_id").GetString()));
    }

    private async Task AssertOneTraceAsync(SpanLog spans)
    {
        Activity sent = await spans.OneAsync(ActivityKind.Producer);
        Activity handled = await spans.OneAsync(ActivityKind.Consumer);
        Assert.Equal((sent.TraceId, sent.SpanId), (handled.TraceId, handled.ParentSpanId));
        Assert.Equal("7", await _baggage.Task.OrHang());
    }

    private async Task<PeerProcess> StartRelayAsync(string type, bool report)
    {
        _last.AddMethod("last", () => _baggage.TrySetResult(Activity.Current?.GetBaggageItem("user")));
        string next = _last.Bind(Peer.AnyPort);
        _last.Start();
        return await Peer.Python.StartAsync("event_relay", new { type, bind = Peer.AnyPort, next, report });
    }
}
