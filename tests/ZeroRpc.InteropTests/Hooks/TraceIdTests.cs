using System.Text.Json;
using ZeroRpc.InteropTests.Harness;
using static ZeroRpc.InteropTests.Harness.PeerCalls;

namespace ZeroRpc.InteropTests.Hooks;

/// <summary>A trace id on its way: a Python client, our server, our client in its handler, a Python server.</summary>
public sealed class TraceIdTests
{
    private static readonly ZeroRpcContextHooks _carry = new("trace_id");

    [Fact]
    public async Task A_trace_id_goes_from_Python_through_our_server_and_client_to_Python_and_back()
    {
        await using PeerProcess last = await Peer.Python.ServeAsync(new { bind = Peer.AnyPort, hooks = new { } });
        await using var inner = new ZeroRpcClient(last.Endpoint, new ZeroRpcClientOptions { Hooks = { _carry } });
        await using var relay = new ZeroRpcServer(new ZeroRpcServerOptions { Hooks = { _carry } });
        relay.AddMethod("relay", async (int n) => await Task.Run(async () => await inner.InvokeAsync<int>("add_42", n)));
        string endpoint = relay.Bind(Peer.AnyPort);
        relay.Start();

        await using PeerProcess first = await Peer.Python.CallAsync(
            new { connect = endpoint, hooks = new { trace_id = "abc123" } }, Call("relay", 1));

        Assert.Equal("abc123", await ReadTraceIdAsync(last, "load_task_context"));
        Assert.Equal("abc123", await ReadTraceIdAsync(first, "client_after_request"));
        Assert.Equal(43, (await first.ReadAsync()).GetProperty("value").GetInt32());
    }

    private static async Task<string?> ReadTraceIdAsync(PeerProcess python, string hook)
    {
        while (true)
        {
            JsonElement line = await python.ReadAsync();
            if (line.TryGetProperty("hook", out JsonElement name) && name.GetString() == hook)
            {
                return line.GetProperty("trace_id").GetString();
            }
        }
    }
}
