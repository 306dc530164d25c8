using System.Text.Json;
using ZeroRpc.InteropTests.Harness;
using static ZeroRpc.InteropTests.Harness.PeerCalls;

namespace ZeroRpc.InteropTests.CalledByPeers;

/// <summary>Our server called by the reference implementation: what only its client can do.</summary>
public abstract class CalledByPythonTests(Carrier carrier) : CalledByPeerTests(Peer.Python, carrier)
{
    private static readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(0.5);

    [Fact]
    public async Task Two_hundred_handlers_that_block_run_at_once_and_lose_no_call()
    {
        TimeSpan heartbeat = TimeSpan.FromSeconds(1);
        await using CoolerServer server = Serve(heartbeat);
        await using PeerProcess client = await Peer.Python.CallAsync(
            new { connect = server.Endpoint, heartbeat = heartbeat.TotalSeconds }, Together(200, "block_together", 200));

        JsonElement answer = await client.ReadAsync();

        Assert.Equal(Enumerable.Repeat(200, 200), Value(answer).Deserialize<int[]>());
    }

    [Fact]
    public async Task A_stream_that_the_client_leaves_ends_the_handler_and_the_server_goes_on()
    {
        await using CoolerServer server = Serve(_heartbeat);
        await using PeerProcess client = await Peer.Python.CallAsync(
            new { connect = server.Endpoint, heartbeat = 0.5 }, Take(3, "count_for_ever"));

        Assert.Equal(3, (await client.ReadAsync()).GetProperty("items").GetInt32());
        await server.Cooler.Abandoned.OrHang();

        // Another client: one that left a stream while items came is deaf from then on (docs/protocol.md, section 3), whoever served it.
        await using PeerProcess next = await Peer.Python.CallAsync(new { connect = server.Endpoint, heartbeat = 0.5 }, Call("add_42", 1));
        Assert.Equal(43, Value(await next.ReadAsync()).GetInt32());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    public async Task A_small_window_is_never_overrun(int slots)
    {
        await using CoolerServer server = Serve(_heartbeat);
        await using PeerProcess client = await Peer.Python.CallAsync(
            new { connect = server.Endpoint, heartbeat = 0.5, slots }, Count("count", 250), Call("add_42", 1));

        AssertItems(250, await client.ReadAsync());
        Assert.Equal(43, Value(await client.ReadAsync()).GetInt32());
    }

    [Fact]
    public async Task A_passive_client_is_served_while_the_handler_blocks()
    {
        await using CoolerServer server = Serve(_heartbeat);
        await using PeerProcess client = await Peer.Python.CallAsync(
            new { connect = server.Endpoint, heartbeat = 0.5, passive = true }, Call("block", 2.0), Count("count", 250));

        Assert.Equal(2.0, Value(await client.ReadAsync()).GetDouble());
        AssertItems(250, await client.ReadAsync());
    }

    [Fact]
    public async Task A_client_without_heartbeats_is_served()
    {
        await using CoolerServer server = Serve(_heartbeat);
        await using PeerProcess client = await Peer.Python.CallAsync(
            new { connect = server.Endpoint, heartbeat = (double?)null }, Call("add_42", 1), Count("count", 250));

        Assert.Equal(43, Value(await client.ReadAsync()).GetInt32());
        AssertItems(250, await client.ReadAsync());
    }

    [Fact]
    public async Task Without_heartbeats_on_either_side_a_long_call_is_not_lost()
    {
        await using CoolerServer server = Serve(heartbeat: null);
        await using PeerProcess client = await Peer.Python.CallAsync(
            new { connect = server.Endpoint, heartbeat = (double?)null }, Call("block", 1.0));

        Assert.Equal(1.0, Value(await client.ReadAsync()).GetDouble());
    }

    [Fact]
    public async Task A_server_that_connects_serves_a_client_that_is_bound()
    {
        await using PeerProcess client = await Peer.Python.CallAsync(
            new { bind = Carrier.NewEndpoint(), heartbeat = 0.5 }, Call("add_42", 1), Count("count", 250));
        await using CoolerServer server = CoolerServer.Connected(client.Endpoint, _heartbeat, Carrier);

        Assert.Equal(43, Value(await client.ReadAsync()).GetInt32());
        AssertItems(250, await client.ReadAsync());
    }
}

public sealed class CalledByPythonOverNetMqTests() : CalledByPythonTests(Carrier.NetMq);

public sealed class CalledByPythonOverTcpTests() : CalledByPythonTests(Carrier.Tcp);

public sealed class CalledByPythonOverIpcTests() : CalledByPythonTests(Carrier.Ipc);
