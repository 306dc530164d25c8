namespace ZeroRpc.Tests.Behaviour;

/// <summary>How long a call waits, for its first reply and for a connection.</summary>
public abstract class TimeoutBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    [Fact]
    public async Task A_call_without_a_reply_times_out_by_the_client_s_clock()
    {
        ZeroRpcClient client = ConnectToHang(new ZeroRpcClientOptions { TimeProvider = Time, Heartbeat = null });

        Task call = client.InvokeAsync("hang");
        Time.Advance(TimeSpan.FromSeconds(29.9));
        await RoundTripAsync(client);
        Assert.False(call.IsCompleted);
        Time.Advance(TimeSpan.FromSeconds(0.1));

        var error = await Assert.ThrowsAsync<CallTimeoutException>(() => call.OrHang());
        Assert.Equal("hang", error.Method);
        Assert.IsType<TimeoutException>(error.InnerException);
        Assert.Contains("30 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_may_have_a_timeout_of_its_own()
    {
        ZeroRpcClient client = ConnectToHang(FakeClientTime(null));

        Task call = client.InvokeAsync("hang", new CallOptions { Timeout = TimeSpan.FromSeconds(2) });
        Time.Advance(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAsync<CallTimeoutException>(() => call.OrHang());
    }

    [Fact]
    public async Task A_call_may_wait_for_ever_where_the_client_does_not()
    {
        var release = new Signal();
        ZeroRpcClient client = Connect(
            server => server.AddMethod("hold", () => release.WaitAsync()),
            FakeServerTime(null),
            new ZeroRpcClientOptions { TimeProvider = Time, Heartbeat = null });

        Task call = client.InvokeAsync("hold", new CallOptions { Timeout = Timeout.InfiniteTimeSpan });
        Time.Advance(TimeSpan.FromDays(1));
        release.Set();

        await call.OrHang();
    }

    [Fact]
    public async Task A_stream_times_out_only_before_its_first_item()
    {
        var release = new Signal();
        ZeroRpcClient client = Connect(
            server => server.AddMethod("stall", () => OneThenTwo(release)), FakeServerTime(null), FakeClientTime(null));
        await using IAsyncEnumerator<int> stream =
            client.StreamAsync<int>("stall", new CallOptions { Timeout = Interval }).GetAsyncEnumerator(Aborted);
        await stream.MoveNextAsync();

        ValueTask<bool> second = stream.MoveNextAsync();
        Time.Advance(TimeSpan.FromDays(1));
        release.Set();

        Assert.True(await second);
    }

    [Fact]
    public async Task A_real_timeout_ends_a_blocking_call()
    {
        ZeroRpcClient client = ConnectToHang(new ZeroRpcClientOptions { Timeout = TimeSpan.FromMilliseconds(50) });

        await Task.Run(() => Assert.Throws<CallTimeoutException>(() => client.Invoke("hang")), Aborted).OrHang();
    }

    [Fact]
    public async Task A_reply_that_comes_after_the_timeout_is_dropped()
    {
        var release = new Signal();
        ZeroRpcClient client = Connect(
            server => server.AddMethod("hold", () => release.WaitAsync()), FakeServerTime(null), FakeClientTime(null));
        Task call = client.InvokeAsync("hold", new CallOptions { Timeout = Interval });
        await RoundTripAsync(client);
        Time.Advance(Interval);
        await Assert.ThrowsAsync<CallTimeoutException>(() => call.OrHang());

        release.Set();

        await RoundTripAsync(client);
    }

    [Fact]
    public async Task A_call_waits_until_somebody_listens()
    {
        string endpoint = FreeEndpoint();
        ZeroRpcClient client = NewClient(null, endpoint);

        Task<int> call = client.InvokeAsync<int>("one");
        Serve(server => server.AddMethod("one", () => 1), endpoint: endpoint);

        Assert.Equal(1, await call.OrHang());
    }

    [Fact]
    public async Task A_call_that_timed_out_while_nobody_listened_never_runs()
    {
        string endpoint = FreeEndpoint();
        ZeroRpcClient client = NewClient(FakeClientTime(null), endpoint);
        int calls = 0;

        Task call = client.InvokeAsync("touch", new CallOptions { Timeout = Interval });
        Time.Advance(Interval);
        await Assert.ThrowsAsync<CallTimeoutException>(() => call.OrHang());
        Serve(server => server.AddMethod("touch", () => calls++), endpoint: endpoint);
        await RoundTripAsync(client);
        await client.PingAsync(Aborted);

        Assert.Equal(0, calls);
    }

    [Fact]
    public async Task Without_a_connect_timeout_nobody_listening_is_a_timeout()
    {
        ZeroRpcClient client = NewClient(new ZeroRpcClientOptions { TimeProvider = Time }, FreeEndpoint());

        Task call = client.InvokeAsync("touch");
        Time.Advance(TimeSpan.FromSeconds(30));

        await Assert.ThrowsAsync<CallTimeoutException>(() => call.OrHang());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public async Task A_connect_timeout_fails_a_call_when_nobody_listens_and_it_never_runs(double seconds)
    {
        string endpoint = FreeEndpoint();
        ZeroRpcClientOptions options = FakeClientTime(null);
        options.ConnectTimeout = TimeSpan.FromSeconds(seconds);
        ZeroRpcClient client = NewClient(options, endpoint);
        int calls = 0;

        Task call = client.InvokeAsync("touch");
        Time.Advance(options.ConnectTimeout.Value);
        var error = await Assert.ThrowsAsync<NotConnectedException>(() => call.OrHang());
        Serve(server => server.AddMethod("touch", () => calls++), endpoint: endpoint);
        await client.InvokeAsync("_zerorpc_ping", new CallOptions { ConnectTimeout = TimeSpan.FromDays(1) });

        Assert.Equal((0, "touch", endpoint), (calls, error.Method, error.Endpoint));
    }

    [Fact]
    public async Task A_connect_timeout_of_zero_does_not_hurt_a_connected_client()
    {
        ZeroRpcClient client = ConnectTo("one", () => 1);
        await client.PingAsync(Aborted);

        Assert.Equal(1, await client.InvokeAsync<int>("one", new CallOptions { ConnectTimeout = TimeSpan.Zero }));
    }

    [Fact]
    public async Task A_connect_timeout_does_not_count_once_the_call_is_sent()
    {
        var release = new Signal();
        ZeroRpcClient client = Connect(
            server => server.AddMethod("hold", () => release.WaitAsync()), FakeServerTime(null), FakeClientTime(null));

        Task call = client.InvokeAsync("hold", new CallOptions { ConnectTimeout = Interval });
        await RoundTripAsync(client);
        Time.Advance(TimeSpan.FromDays(1));
        release.Set();

        await call.OrHang();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_window_below_two_is_refused(int window)
    {
        ZeroRpcClient client = ConnectTo("one", () => 1);

        Assert.Throws<ArgumentOutOfRangeException>(() => new ZeroRpcClient(new ZeroRpcClientOptions { Window = window }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.InvokeAsync("one", new CallOptions { Window = window }));
    }

    [Fact]
    public async Task A_timeout_that_is_not_above_zero_is_refused()
    {
        ZeroRpcClient client = ConnectTo("one", () => 1);

        Assert.Throws<ArgumentOutOfRangeException>(() => new ZeroRpcClient(new ZeroRpcClientOptions { Timeout = TimeSpan.Zero }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.InvokeAsync("one", new CallOptions { Timeout = TimeSpan.Zero }));
    }

    private ZeroRpcClient ConnectToHang(ZeroRpcClientOptions options) => Connect(
        server => server.AddMethod("hang", (CancellationToken lost) => Task.Delay(Timeout.Infinite, lost)), FakeServerTime(null), options);

    private static async IAsyncEnumerable<int> OneThenTwo(Signal release)
    {
        yield return 1;
        await release.WaitAsync();
        yield return 2;
    }
}

public sealed class TimeoutsInMemory() : TimeoutBehaviour(Carrier.Memory);

public sealed class TimeoutsOverNetMq() : TimeoutBehaviour(Carrier.NetMq);

public sealed class TimeoutsOverTcp() : TimeoutBehaviour(Carrier.Tcp);

public sealed class TimeoutsOverIpc() : TimeoutBehaviour(Carrier.Ipc);
