using ZeroRpc.InteropTests.Harness;
using static ZeroRpc.InteropTests.Harness.ShortHeartbeat;

namespace ZeroRpc.InteropTests.CallingPeers;

/// <summary>Our client calling the reference implementation.</summary>
public abstract class CallingPythonTests(Carrier carrier) : CallingPeerTests(Peer.Python, carrier)
{
    [Fact]
    public async Task An_error_carries_name_message_and_traceback()
    {
        await using PeerProcess server = await ServeAsync();
        await using ZeroRpcClient client = Client(server);

        RemoteException error = await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("boom")).OrHang();

        Assert.Equal("ValueError", error.Name);
        Assert.Equal("bad thing ☃", error.RemoteMessage);
        Assert.StartsWith("Traceback (most recent call last):", error.Traceback, StringComparison.Ordinal);
        Assert.Equal("boom", error.Method);
    }

    [Theory]
    [InlineData("no_such_method", "NameError")]
    [InlineData("_hidden", "NameError")]
    [InlineData("add_42", "TypeError")]
    public async Task A_call_that_Python_refuses_carries_its_error(string method, string name)
    {
        await using PeerProcess server = await ServeAsync();
        await using ZeroRpcClient client = Client(server);

        RemoteException error = await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync(method)).OrHang();

        Assert.Equal(name, error.Name);
    }

    [Fact]
    public async Task An_empty_stream_ends_at_once()
    {
        await using PeerProcess server = await ServeAsync();
        await using ZeroRpcClient client = Client(server);

        Assert.False(await client.StreamAsync<int>("count", 0).AnyAsync(TestContext.Current.CancellationToken).AsTask().OrHang());
    }

    [Fact]
    public async Task A_stream_that_we_leave_ends_the_remotes_work_and_the_server_goes_on()
    {
        await using PeerProcess server = await ServeAsync();
        await using ZeroRpcClient client = Client(server);

        await foreach (int item in client.StreamAsync<int>("slow_count", 1000, 0.1))
        {
            if (item == 2)
            {
                break;
            }
        }

        Assert.Equal(43, await client.InvokeAsync<int>("add_42", 1).OrHang());
        Assert.Equal("slow_count", (await server.ReadAsync()).GetProperty("ended").GetString());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    public async Task A_small_window_lets_a_stream_through(int window)
    {
        await using PeerProcess server = await ServeAsync();
        await using ZeroRpcClient client = Client(server);

        int[] received = await client.StreamAsync<int>("count", new CallOptions { Window = window }, 250)
            .ToArrayAsync(TestContext.Current.CancellationToken).AsTask().OrHang();

        Assert.Equal(Enumerable.Range(0, 250), received);
    }

    [Fact]
    public async Task A_client_that_is_bound_calls_a_server_that_connects()
    {
        await using var client = new ZeroRpcClient(ClientOptions(Carrier));
        string endpoint = client.Bind(Carrier.NewEndpoint());
        await using PeerProcess server = await Peer.Python.ServeAsync(new { connect = endpoint, heartbeat = Heartbeat.TotalSeconds });

        Assert.Equal(43, await client.InvokeAsync<int>("add_42", 1).OrHang());
        Assert.Equal(250, await client.StreamAsync<int>("count", 250).CountAsync(TestContext.Current.CancellationToken).AsTask().OrHang());
    }

    [Fact]
    public async Task Inspection_works_although_Pythons_own_fails_since_3_11()
    {
        await using PeerProcess server = await ServeAsync();
        await using ZeroRpcClient client = Client(server);

        ServiceDescription description = await client.InspectAsync(TestContext.Current.CancellationToken).OrHang();

        Assert.Equal("Cooler", description.Name);
        Assert.Contains("slow_count", description.Methods.Select(method => method.Name));
        Assert.DoesNotContain("_hidden", description.Methods.Select(method => method.Name));
        Assert.Equal("Greets somebody.", Assert.Single(description.Methods, method => method.Name == "greet").Doc);
        Assert.Equal("Cooler", await client.PingAsync(TestContext.Current.CancellationToken).OrHang());
    }

    /// <summary>200,000 items by default, a million with <c>ZERORPC_LONG=1</c>: Python sends some 20,000 a second.</summary>
    [Fact]
    public async Task A_long_stream_arrives_in_order_in_flat_memory()
    {
        int items = Environment.GetEnvironmentVariable("ZERORPC_LONG") == "1" ? 1_000_000 : 200_000;
        await using PeerProcess server = await ServeAsync();
        await using ZeroRpcClient client = Client(server);
        long before = 0;
        int expected = 0;

        await foreach (int item in client.StreamAsync<int>("count", items))
        {
            Assert.Equal(expected++, item);
            if (item == items / 10)
            {
                before = GC.GetTotalMemory(forceFullCollection: true);
            }
        }

        Assert.Equal(items, expected);
        long growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(growth < 8 * 1024 * 1024, $"{growth} bytes more are live at the end than after a tenth of the items.");
    }
}

public sealed class CallingPythonOverNetMqTests() : CallingPythonTests(Carrier.NetMq);

public sealed class CallingPythonOverTcpTests() : CallingPythonTests(Carrier.Tcp);

public sealed class CallingPythonOverIpcTests() : CallingPythonTests(Carrier.Ipc);
