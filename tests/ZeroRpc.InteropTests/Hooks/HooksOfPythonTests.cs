using System.Text.Json;
using ZeroRpc.InteropTests.Harness;
using static ZeroRpc.InteropTests.Harness.PeerCalls;

namespace ZeroRpc.InteropTests.Hooks;

/// <summary>Our hooks run when Python's do: both run beside each other, for the same calls.</summary>
public sealed class HooksOfPythonTests
{

    [Fact]
    public async Task A_server_s_hooks_run_when_Python_s_do()
    {
        await using PeerProcess python = await Peer.Python.ServeAsync(new { bind = Peer.AnyPort, hooks = new { } });
        await using var pythons = new ZeroRpcClient(python.Endpoint);
        var ours = new PythonsNames();
        await using var server = new ZeroRpcServer(
            new Cooler(), new ZeroRpcServerOptions { MethodNaming = JsonNamingPolicy.SnakeCaseLower, Hooks = { ours } });
        await using var client = new ZeroRpcClient(server.Bind(Peer.AnyPort));
        server.Start();

        await MakeCallsAsync(pythons);
        await MakeCallsAsync(client);

        Assert.Equal(await ReadHooksAsync(python, ours.Log.Length), ours.Log);
    }

    [Fact]
    public async Task A_client_s_hooks_run_when_Python_s_do()
    {
        await using PeerProcess server = await Peer.Python.ServeAsync();
        await using PeerProcess python = await Peer.Python.CallAsync(
            new { connect = server.Endpoint, hooks = new { } },
            Call("add_42", 1), Count("count", 3), Count("count", 0), Call("boom"), Count("count_then_boom", 2), Call("no_such_method"));
        var ours = new PythonsNames();
        await using var client = new ZeroRpcClient(server.Endpoint, new ZeroRpcClientOptions { Hooks = { ours } });

        await MakeCallsAsync(client);

        Assert.Equal(await ReadHooksAsync(python, ours.Log.Length), ours.Log);
    }

    [Fact]
    public async Task A_client_s_hook_sees_the_context_in_Python_s_reply()
    {
        await using PeerProcess python = await Peer.Python.ServeAsync(new { bind = Peer.AnyPort, hooks = new { trace_id = "python's" } });
        object? seen = null;
        await using var client = new ZeroRpcClient(python.Endpoint, new ZeroRpcClientOptions
        {
            Hooks = { new AfterRequest(reply => seen = reply.Headers["trace_id"]) },
        });

        await client.InvokeAsync("add_42", 1).OrHang();

        Assert.Equal("python's", seen);
    }

    private static async Task MakeCallsAsync(ZeroRpcClient client)
    {
        await client.InvokeAsync("add_42", 1).OrHang();
        await client.StreamAsync<int>("count", 3).CountAsync().AsTask().OrHang();
        await client.StreamAsync<int>("count", 0).CountAsync().AsTask().OrHang();
        await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("boom").OrHang());
        await Assert.ThrowsAsync<RemoteException>(() => client.StreamAsync<int>("count_then_boom", 2).CountAsync().AsTask().OrHang());
        await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("no_such_method").OrHang());
    }

    private static async Task<string[]> ReadHooksAsync(PeerProcess python, int count)
    {
        List<string> hooks = [];
        while (hooks.Count < count)
        {
            JsonElement line = await python.ReadAsync();
            if (line.TryGetProperty("hook", out JsonElement hook))
            {
                hooks.Add(line.TryGetProperty("event", out JsonElement name) ? $"{hook} {name}" : $"{hook}");
            }
        }

        return [.. hooks];
    }

    private sealed class AfterRequest(Action<ZeroRpcEvent> look) : IZeroRpcHooks
    {
        public void ClientAfterRequest(ZeroRpcRequest request, ZeroRpcEvent? reply, Exception? exception) => look(reply!);
    }
}
