namespace ZeroRpc.Tests.Behaviour;

/// <summary>Who is lost, and who is not.</summary>
public abstract class HeartbeatBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    private readonly Signal _started = new();
    private readonly Signal _lost = new();
    private readonly Signal _release = new();

    [Fact]
    public async Task A_call_that_takes_many_intervals_loses_nobody()
    {
        ZeroRpcClient client = ConnectToHold(Interval, FakeClientTime(Interval));

        Task<int> call = client.InvokeAsync<int>("hold");
        await PassAsync(50, client);
        _release.Set();

        Assert.Equal(1, await call.OrHang());
        Assert.False(_lost.IsSet);
    }

    [Fact]
    public async Task A_server_without_heartbeats_is_lost_after_three_intervals()
    {
        ZeroRpcClient client = ConnectToHold(null, FakeClientTime(Interval));

        Task call = client.InvokeAsync("hold");
        await PassAsync(2, client);
        Assert.False(call.IsCompleted);
        await PassAsync(1, client);

        var error = await Assert.ThrowsAsync<LostRemoteException>(() => call.OrHang());
        Assert.Equal("hold", error.Method);
        Assert.Contains("no heartbeat for 2 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_whose_server_is_lost_fails_after_the_items_that_came()
    {
        ZeroRpcClient client = Connect(
            server => server.AddMethod("stall", () => OneThenStall()), FakeServerTime(null), FakeClientTime(Interval));
        await using IAsyncEnumerator<int> stream = client.StreamAsync<int>("stall").GetAsyncEnumerator(Aborted);

        Assert.True(await stream.MoveNextAsync());
        Task second = stream.MoveNextAsync().AsTask();
        await PassAsync(3, client);

        await Assert.ThrowsAsync<LostRemoteException>(() => second.OrHang());
    }

    [Fact]
    public async Task A_client_without_heartbeats_is_lost_and_its_handler_s_token_fires()
    {
        ZeroRpcClient client = ConnectToHold(Interval, FakeClientTime(null));

        Task call = client.InvokeAsync("hold");
        await _started.WaitAsync();
        await PassAsync(2, client);
        Assert.False(_lost.IsSet);
        await PassAsync(1, client);

        await _lost.WaitAsync();
        Assert.False(call.IsCompleted);
    }

    [Fact]
    public async Task Without_heartbeats_on_either_side_nobody_is_lost()
    {
        ZeroRpcClient client = ConnectToHold(null, FakeClientTime(null));

        Task call = client.InvokeAsync("hold");
        await PassAsync(20, client);
        _release.Set();

        await call.OrHang();
    }

    [Fact]
    public async Task A_passive_client_loses_no_server_that_sends_no_heartbeats()
    {
        ZeroRpcClientOptions options = FakeClientTime(Interval);
        options.IsHeartbeatPassive = true;
        ZeroRpcClient client = ConnectToHold(null, options);

        Task call = client.InvokeAsync("hold");
        await PassAsync(20, client);
        _release.Set();

        await call.OrHang();
    }

    [Fact]
    public async Task A_passive_client_is_kept_by_a_server_that_sends_heartbeats()
    {
        ZeroRpcClientOptions options = FakeClientTime(Interval);
        options.IsHeartbeatPassive = true;
        ZeroRpcClient client = ConnectToHold(Interval, options);

        Task call = client.InvokeAsync("hold");
        await PassAsync(20, client);
        _release.Set();

        await call.OrHang();
        Assert.False(_lost.IsSet);
    }

    [Fact]
    public async Task A_handler_that_blocks_its_thread_for_many_intervals_loses_nobody()
    {
        using var release = new ManualResetEventSlim();
        ZeroRpcClient client = Connect(
            server => server.AddMethod("block", (CancellationToken lost) =>
            {
                _started.Set();
                release.Wait(lost);
            }),
            FakeServerTime(Interval),
            FakeClientTime(Interval));

        Task call = client.InvokeAsync("block");
        await _started.WaitAsync();
        await PassAsync(5, client);
        release.Set();

        await call.OrHang();
    }

    [Fact]
    public void A_heartbeat_below_a_millisecond_is_refused()
    {
        var options = new ZeroRpcClientOptions { Heartbeat = TimeSpan.Zero };

        Assert.Contains("null switches heartbeats off", Assert.Throws<ArgumentOutOfRangeException>(
            () => new ZeroRpcClient(options)).Message, StringComparison.Ordinal);
    }

    private ZeroRpcClient ConnectToHold(TimeSpan? serverHeartbeat, ZeroRpcClientOptions options) => Connect(
        server => server.AddMethod("hold", async (CancellationToken lost) =>
        {
            lost.Register(_lost.Set);
            _started.Set();
            await _release.HoldAsync(lost);
            return 1;
        }),
        FakeServerTime(serverHeartbeat),
        options);

    private async IAsyncEnumerable<int> OneThenStall()
    {
        yield return 1;
        await _release.WaitAsync();
    }
}

public sealed class HeartbeatsInMemory() : HeartbeatBehaviour(Carrier.Memory);

public sealed class HeartbeatsOverNetMq() : HeartbeatBehaviour(Carrier.NetMq);

public sealed class HeartbeatsOverTcp() : HeartbeatBehaviour(Carrier.Tcp);

public sealed class HeartbeatsOverIpc() : HeartbeatBehaviour(Carrier.Ipc);
