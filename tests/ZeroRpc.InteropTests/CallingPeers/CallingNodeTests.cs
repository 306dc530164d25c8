using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.InteropTests.CallingPeers;

/// <summary>Our client calling zerorpc-node.</summary>
public abstract class CallingNodeTests(Carrier carrier) : CallingPeerTests(Peer.Node, carrier)
{
    [Theory]
    [InlineData("boom", "TypeError", "bad thing")]
    [InlineData("boom_text", "Error", "just text")]
    [InlineData("boom_nothing", "Error", null)]
    public async Task An_error_carries_what_Node_tells(string method, string name, string? message)
    {
        await using PeerProcess server = await ServeAsync();
        await using ZeroRpcClient client = Client(server);

        RemoteException error = await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync(method)).OrHang();

        Assert.Equal(name, error.Name);
        Assert.Equal(message, error.RemoteMessage);
        Assert.Equal(method, error.Method);
    }

    [Fact]
    public async Task An_errors_stack_is_its_traceback()
    {
        await using PeerProcess server = await ServeAsync();
        await using ZeroRpcClient client = Client(server);

        RemoteException error = await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("boom")).OrHang();

        Assert.StartsWith("TypeError: bad thing\n    at ", error.Traceback, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_method_is_never_answered_so_the_call_times_out()
    {
        await using PeerProcess server = await ServeAsync();
        await using ZeroRpcClient client = Client(server);

        CallTimeoutException error = await Assert.ThrowsAsync<CallTimeoutException>(
            () => client.InvokeAsync("no_such_method", new CallOptions { Timeout = TimeSpan.FromSeconds(0.5) })).OrHang();

        Assert.Equal("no_such_method", error.Method);
    }

    [Fact]
    public async Task A_stream_that_we_leave_ends_by_Nodes_heartbeat_error_and_the_server_goes_on()
    {
        await using PeerProcess server = await ServeAsync();
        await using ZeroRpcClient client = Client(server);

        await foreach (int item in client.StreamAsync<int>("count", 10_000))
        {
            if (item == 2)
            {
                break;
            }
        }

        Assert.Equal("Lost remote after 1000ms", (await server.ReadAsync()).GetProperty("error").GetString());
        Assert.Equal(43, await client.InvokeAsync<int>("add_42", 1).OrHang());
    }

    [Fact]
    public async Task Inspection_tells_methods_and_parameters()
    {
        await using PeerProcess server = await ServeAsync();
        await using ZeroRpcClient client = Client(server);

        ServiceDescription description = await client.InspectAsync(TestContext.Current.CancellationToken).OrHang();

        Assert.Equal("Object", description.Name);
        MethodDescription add = Assert.Single(description.Methods, method => method.Name == "add_42");
        Assert.Equal("n", Assert.Single(add.Parameters!).Name);
        Assert.False(add.Parameters![0].HasDefault);
    }

    [Fact]
    public async Task An_empty_stream_of_Node_is_empty()
    {
        await using PeerProcess server = await ServeAsync();
        await using ZeroRpcClient client = Client(server);

        Assert.Empty(await client.StreamAsync<int>("count", 0).ToArrayAsync(TestContext.Current.CancellationToken).AsTask().OrHang());
    }

    [Fact]
    public async Task Ping_gives_the_name_that_Node_leaves_empty()
    {
        await using PeerProcess server = await ServeAsync();
        await using ZeroRpcClient client = Client(server);

        Assert.Equal("", await client.PingAsync(TestContext.Current.CancellationToken).OrHang());
    }
}

public sealed class CallingNodeOverNetMqTests() : CallingNodeTests(Carrier.NetMq);

public sealed class CallingNodeOverTcpTests() : CallingNodeTests(Carrier.Tcp);

public sealed class CallingNodeOverIpcTests() : CallingNodeTests(Carrier.Ipc);
