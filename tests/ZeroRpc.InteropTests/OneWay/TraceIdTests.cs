using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.InteropTests.OneWay;

/// <summary>A trace id that goes along with events: Python pushes, our handler pushes on, and Python pulls.</summary>
public sealed class TraceIdTests
{
    private static readonly ZeroRpcContextHooks _carry = new("trace_id");

    [Fact]
    public async Task A_trace_id_goes_from_Pythons_pusher_through_our_puller_and_pusher_to_Pythons_puller()
    {
        await using PeerProcess last = await Peer.Python.StartAsync("receiver", new { type = "puller", bind = Peer.AnyPort, hooks = new { } });
        await using var pusher = new ZeroRpcPusher(new ZeroRpcPusherOptions { Hooks = { _carry } });
        pusher.Connect(last.Endpoint);
        await using var puller = new ZeroRpcPuller(new ZeroRpcPullerOptions { Hooks = { _carry } });
        puller.AddMethod("log", (string text) => pusher.PushAsync("log", text));
        string endpoint = puller.Bind(Peer.AnyPort);
        puller.Start();

        await using PeerProcess first = await Peer.Python.StartAsync(
            "sender", new { type = "pusher", connect = endpoint, hooks = new { trace_id = "abc123" } }, [["log", "hello"]]);

        Assert.Equal("""{"hook": "load_task_context", "trace_id": "abc123"}""", (await last.ReadAsync()).GetRawText());
        Assert.Equal("""{"hook": "server_before_exec", "event": "log"}""", (await last.ReadAsync()).GetRawText());
        Assert.Equal("""{"called": "log", "args": ["hello"]}""", (await last.ReadAsync()).GetRawText());
        Assert.Equal("""{"hook": "server_after_exec", "event": "none"}""", (await last.ReadAsync()).GetRawText());
    }
}
