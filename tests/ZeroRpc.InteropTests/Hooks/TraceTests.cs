using System.Diagnostics;
using System.Text.Json;
using ZeroRpc.InteropTests.Harness;
using ZeroRpc.Tests.Diagnostics;

namespace ZeroRpc.InteropTests.Hooks;

/// <summary>One trace over .NET, Python and .NET: stock zerorpc with <c>samples/python/trace_context.py</c> in the middle.</summary>
public sealed class TraceTests : IAsyncDisposable
{
    private readonly ZeroRpcServer _last = new();

    public ValueTask DisposeAsync() => _last.DisposeAsync();

    [Fact]
    public async Task What_Python_calls_is_a_child_of_the_call_that_Python_answers()
    {
        await using PeerProcess python = await StartRelayAsync(report: false);
        await using var client = new ZeroRpcClient(python.Endpoint);
        using var spans = new SpanLog();
        spans.Root.AddBaggage("user", "7");

        Assert.Equal("baggage: 7", await client.InvokeAsync<string>("relay", "last").OrHang());

        Activity made = await spans.OneAsync(ActivityKind.Client);
        Activity answered = await spans.OneAsync(ActivityKind.Server);
        Assert.Equal((made.TraceId, made.SpanId), (answered.TraceId, answered.ParentSpanId));
    }

    [Fact]
    public async Task With_a_span_of_Python_s_own_it_is_a_child_of_that()
    {
        await using PeerProcess python = await StartRelayAsync(report: true);
        await using var client = new ZeroRpcClient(python.Endpoint);
        using var spans = new SpanLog();

        await client.InvokeAsync("relay", "last").OrHang();

        Activity made = await spans.OneAsync(ActivityKind.Client);
        Activity answered = await spans.OneAsync(ActivityKind.Server);
        JsonElement pythons = (await python.ReadAsync()).GetProperty("span");
        Assert.Equal(
            ("relay", $"{made.TraceId}", $"{made.SpanId}", $"{answered.ParentSpanId}"),
            (pythons.GetProperty("name").GetString(),
                pythons.GetProperty("trace_id").GetString(),
                pythons.GetProperty("parent_id").GetString(),
                pythons.GetProperty("span_id").GetString()));
        Assert.Equal(made.TraceId, answered.TraceId);
    }

    [Fact]
    public async Task A_span_of_Python_s_own_tells_its_error()
    {
        await using PeerProcess python = await StartRelayAsync(report: true);
        await using var client = new ZeroRpcClient(python.Endpoint);
        using var spans = new SpanLog();

        await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("relay", "no_such_method").OrHang());

        Assert.Equal("RemoteError", (await python.ReadAsync()).GetProperty("span").GetProperty("error").GetString());
    }

    private async Task<PeerProcess> StartRelayAsync(bool report)
    {
        _last.AddMethod("last", () => $"baggage: {Activity.Current?.GetBaggageItem("user")}");
        string next = _last.Bind(Peer.AnyPort);
        _last.Start();
        return await Peer.Python.StartAsync("relay", new { bind = Peer.AnyPort, next, report });
    }
}
