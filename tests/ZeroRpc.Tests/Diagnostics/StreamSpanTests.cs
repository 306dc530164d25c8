using System.Diagnostics;
using ZeroRpc.Tests.Behaviour;

namespace ZeroRpc.Tests.Diagnostics;

/// <summary>The spans of streams: they last as long as the streams do (docs/observe.md).</summary>
[Collection(nameof(Alone))]
public sealed class StreamSpanTests() : BehaviourTest(Carrier.Memory)
{
    private readonly string _name = $"{Guid.NewGuid():N}";

    private string Client => $"rpc.system.name=zerorpc, rpc.method=count, server.address={_name}";

    [Fact]
    public async Task A_stream_s_spans_end_with_the_stream()
    {
        using var spans = new SpanLog();
        ZeroRpcClient client = ConnectToCount();

        await foreach (int _ in client.StreamAsync<int>("count", 3))
        {
            Assert.DoesNotContain(spans.Ended, span => span.Kind == ActivityKind.Client);
            Time.Advance(Interval);
        }

        Assert.Equal($"Client count, 3 s, Unset: {Client}", await spans.TextAsync(ActivityKind.Client));
        Assert.Equal(ActivityStatusCode.Unset, (await spans.OneAsync(ActivityKind.Server)).Status);
    }

    [Fact]
    public async Task A_stream_without_items_is_a_call_like_others()
    {
        using var spans = new SpanLog();
        ZeroRpcClient client = ConnectToCount();

        await client.StreamAsync<int>("count", 0).CountAsync(Aborted).AsTask().OrHang();

        Assert.Equal($"Client count, 0 s, Unset: {Client}", await spans.TextAsync(ActivityKind.Client));
    }

    [Fact]
    public async Task A_blocking_stream_s_span_ends_with_the_stream()
    {
        using var spans = new SpanLog();
        ZeroRpcClient client = ConnectToCount();

        foreach (int _ in client.Stream<int>("count", 2))
        {
            Assert.Same(spans.Root, Activity.Current);
            Time.Advance(Interval);
        }

        Assert.Equal($"Client count, 2 s, Unset: {Client}", await spans.TextAsync(ActivityKind.Client));
    }

    [Fact]
    public async Task An_error_within_a_stream_is_that_of_both_spans()
    {
        using var spans = new SpanLog();
        ZeroRpcClient client = ConnectToCount();

        await Assert.ThrowsAsync<RemoteException>(() => client.StreamAsync<int>("count", 3, 1).CountAsync(Aborted).AsTask().OrHang());

        const string Error = "error.type=InvalidOperationException, rpc.response.status_code=InvalidOperationException";
        Assert.Equal($"Client count, 0 s, Error (At 1.): {Client}, {Error}", await spans.TextAsync(ActivityKind.Client));
        Assert.Equal(
            $"Server count, 0 s, Error (At 1.): rpc.system.name=zerorpc, rpc.method=count, {Error}", await spans.TextAsync(ActivityKind.Server));
    }

    [Fact]
    public async Task A_stream_that_its_reader_leaves_has_not_failed()
    {
        using var spans = new SpanLog();
        ZeroRpcClient client = ConnectToCount();

        await client.StreamAsync<int>("count", 1000).FirstAsync(Aborted).AsTask().OrHang();

        Assert.Equal($"Client count, 0 s, Unset: {Client}", await spans.TextAsync(ActivityKind.Client));
    }

    [Fact]
    public async Task A_stream_of_which_nothing_is_read_ends_with_its_reply()
    {
        using var spans = new SpanLog();
        ZeroRpcClient client = ConnectToCount();

        await (await client.CallAsync("count", default, 3).OrHang()).DisposeAsync();

        Assert.Equal($"Client count, 0 s, Unset: {Client}", await spans.TextAsync(ActivityKind.Client));
    }

    [Fact]
    public async Task A_stream_where_a_value_was_awaited_is_an_error()
    {
        using var spans = new SpanLog();
        ZeroRpcClient client = ConnectToCount();

        await Assert.ThrowsAsync<ProtocolException>(() => client.InvokeAsync<int>("count", 3).OrHang());

        Assert.Equal("ZeroRpc.ProtocolException", (await spans.OneAsync(ActivityKind.Client)).GetTagItem("error.type"));
    }

    [Fact]
    public async Task With_middleware_a_stream_s_span_ends_with_it_too()
    {
        using var spans = new SpanLog();
        ZeroRpcClientOptions options = FakeClientTime(heartbeat: null);
        options.Hooks.Add(new RecordingMiddleware());
        ZeroRpcClient client = ConnectToCount(options);

        await foreach (int _ in client.StreamAsync<int>("count", 2))
        {
            Time.Advance(Interval);
        }

        Assert.Equal($"Client count, 2 s, Unset: {Client}", await spans.TextAsync(ActivityKind.Client));
    }

    private ZeroRpcClient ConnectToCount(ZeroRpcClientOptions? options = null)
    {
        string endpoint = Serve(server => server.AddMethod("count", Count), FakeServerTime(heartbeat: null), $"inproc://{_name}");
        return NewClient(options ?? FakeClientTime(heartbeat: null), endpoint);
    }

    private static async IAsyncEnumerable<int> Count(int count, int failsAt = -1)
    {
        await Task.CompletedTask;
        for (int i = 0; i < count; i++)
        {
            yield return i == failsAt ? throw new InvalidOperationException($"At {i}.") : i;
        }
    }
}
