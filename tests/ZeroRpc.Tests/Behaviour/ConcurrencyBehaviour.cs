namespace ZeroRpc.Tests.Behaviour;

/// <summary>The bound on calls that run at once.</summary>
public abstract class ConcurrencyBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    private readonly Signal _release = new();
    private readonly Signal _full = new();
    private int _running;
    private int _most;

    [Fact]
    public async Task No_more_calls_run_at_once_than_may_and_all_are_answered()
    {
        ZeroRpcClient client = ConnectToHold(new ZeroRpcServerOptions { MaxConcurrentCalls = 3 });

        Task[] calls = [.. Enumerable.Range(0, 50).Select(_ => client.InvokeAsync("hold"))];
        await _full.WaitAsync();
        await RoundTripAsync(client);
        Assert.Equal(3, Volatile.Read(ref _running));
        _release.Set();

        await Task.WhenAll(calls).OrHang();
        Assert.Equal(3, _most);
    }

    [Fact]
    public async Task Calls_that_wait_for_their_turn_keep_their_heartbeats()
    {
        ZeroRpcServerOptions options = FakeServerTime(Interval);
        options.MaxConcurrentCalls = 3;
        ZeroRpcClient client = ConnectToHold(options, FakeClientTime(Interval));

        Task[] calls = [.. Enumerable.Range(0, 10).Select(_ => client.InvokeAsync("hold"))];
        await PassAsync(20, client);
        _release.Set();

        await Task.WhenAll(calls).OrHang();
    }

    [Fact]
    public async Task A_call_beyond_the_queue_s_limit_is_refused_and_the_others_are_not()
    {
        ZeroRpcClient client = ConnectToHold(new ZeroRpcServerOptions { MaxConcurrentCalls = 3, MaxQueuedCalls = 2 });

        Task[] calls = [.. Enumerable.Range(0, 5).Select(_ => client.InvokeAsync("hold"))];
        var error = await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("hold")).OrHang();
        _release.Set();

        Assert.Equal("Overloaded", error.Name);
        await Task.WhenAll(calls).OrHang();
    }

    [Fact]
    public async Task Calls_whose_callers_have_gone_take_no_place_in_the_queue()
    {
        ZeroRpcServerOptions options = FakeServerTime(Interval);
        (options.MaxConcurrentCalls, options.MaxQueuedCalls) = (3, 2);
        string endpoint = Serve(server => server.AddMethod("hold", HoldAsync), options);
        ZeroRpcClient client = NewClient(FakeClientTime(Interval), endpoint);
        using var source = new CancellationTokenSource();
        Task[] running = [.. Enumerable.Range(0, 3).Select(_ => client.InvokeAsync("hold"))];
        var cancellable = new CallOptions { CancellationToken = source.Token };
        Task[] queued = [.. Enumerable.Range(0, 2).Select(_ => client.InvokeAsync("hold", cancellable))];
        await RoundTripAsync(client);

        await source.CancelAsync();
        await PassAsync(3, client);
        Task next = client.InvokeAsync("hold");
        await RoundTripAsync(client);
        _release.Set();

        await next.OrHang();
        await Task.WhenAll(running).OrHang();
        Assert.All(queued, call => Assert.True(call.IsCanceled));
    }

    [Fact]
    public async Task The_bound_never_stops_reading()
    {
        ZeroRpcClient client = ConnectToHold(new ZeroRpcServerOptions { MaxConcurrentCalls = 3 });
        Task[] calls = [.. Enumerable.Range(0, 10).Select(_ => client.InvokeAsync("hold"))];

        await RoundTripAsync(client);

        _release.Set();
        await Task.WhenAll(calls).OrHang();
    }

    [Fact]
    public async Task One_peer_may_not_have_more_live_calls_than_allowed_but_another_may()
    {
        string endpoint = Serve(server => server.AddMethod("hold", HoldAsync), new ZeroRpcServerOptions { MaxChannelsPerPeer = 3 });
        ZeroRpcClient greedy = NewClient(null, endpoint);
        Task[] calls = [.. Enumerable.Range(0, 3).Select(_ => greedy.InvokeAsync("hold"))];
        await _full.WaitAsync();

        var error = await Assert.ThrowsAsync<RemoteException>(() => greedy.InvokeAsync("hold")).OrHang();
        await NewClient(null, endpoint).PingAsync(Aborted);
        _release.Set();

        Assert.Equal("Overloaded", error.Name);
        await Task.WhenAll(calls).OrHang();
    }

    [Fact]
    public void Bounds_below_one_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZeroRpcServer(new ZeroRpcServerOptions { MaxConcurrentCalls = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZeroRpcServer(new ZeroRpcServerOptions { MaxQueuedCalls = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZeroRpcServer(new ZeroRpcServerOptions { MaxChannelsPerPeer = 0 }));
    }

    private ZeroRpcClient ConnectToHold(ZeroRpcServerOptions server, ZeroRpcClientOptions? client = null) =>
        Connect(services => services.AddMethod("hold", HoldAsync), server, client);

    /// <summary>Runs until it is released, and tells when three of it run.</summary>
    private async Task HoldAsync()
    {
        int running = Interlocked.Increment(ref _running);
        InterlockedMax(running);
        if (running == 3)
        {
            _full.Set();
        }

        await _release.WaitAsync();
        Interlocked.Decrement(ref _running);
    }

    private void InterlockedMax(int running)
    {
        int most;
        while (running > (most = Volatile.Read(ref _most)) && Interlocked.CompareExchange(ref _most, running, most) != most)
        {
        }
    }
}

public sealed class ConcurrencyInMemory() : ConcurrencyBehaviour(Carrier.Memory);

public sealed class ConcurrencyOverNetMq() : ConcurrencyBehaviour(Carrier.NetMq);

public sealed class ConcurrencyOverTcp() : ConcurrencyBehaviour(Carrier.Tcp);

public sealed class ConcurrencyOverIpc() : ConcurrencyBehaviour(Carrier.Ipc);
