namespace ZeroRpc.Tests.Behaviour;

/// <summary>How a server stops.</summary>
public abstract class StoppingBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    private readonly Signal _started = new();
    private readonly Signal _release = new();
    private readonly Signal _fired = new();

    [Fact]
    public async Task A_stopping_server_lets_running_calls_finish()
    {
        ZeroRpcClient client = ConnectToHold(new ZeroRpcServerOptions { StopTimeout = TimeSpan.FromDays(1) });
        Task<int> call = client.InvokeAsync<int>("hold");
        await _started.WaitAsync();

        Task stopping = Server.StopAsync(Aborted);
        await RefusedAsync(client);
        Assert.False(stopping.IsCompleted);
        _release.Set();

        Assert.Equal(1, await call.OrHang());
        await stopping.OrHang();
        Assert.False(_fired.IsSet);
    }

    [Fact]
    public void A_time_for_stopping_that_no_timer_takes_is_refused_at_once() =>
        Assert.Throws<ArgumentOutOfRangeException>("StopTimeout", () => NewServer(new ZeroRpcServerOptions { StopTimeout = TimeSpan.MaxValue }));

    [Fact]
    public async Task A_stopping_server_answers_new_calls_with_Unavailable()
    {
        ZeroRpcClient client = ConnectToHold(new ZeroRpcServerOptions { StopTimeout = TimeSpan.FromDays(1) });
        Task call = client.InvokeAsync("hold");
        await _started.WaitAsync();

        Task stopping = Server.StopAsync(Aborted);
        RemoteException error = await RefusedAsync(client);
        _release.Set();

        Assert.Equal("Unavailable", error.Name);
        await call.OrHang();
        await stopping.OrHang();
    }

    [Fact]
    public async Task A_stopping_server_runs_what_waited_for_its_turn()
    {
        ZeroRpcClient client = ConnectToHold(new ZeroRpcServerOptions { StopTimeout = TimeSpan.FromDays(1), MaxConcurrentCalls = 1 });
        Task<int>[] calls = [.. Enumerable.Range(0, 5).Select(_ => client.InvokeAsync<int>("hold"))];
        await RoundTripAsync(client);

        Task stopping = Server.StopAsync(Aborted);
        _release.Set();

        Assert.All(await Task.WhenAll(calls).OrHang(), one => Assert.Equal(1, one));
        await stopping.OrHang();
    }

    [Fact]
    public async Task After_the_stop_timeout_tokens_fire_and_the_callers_are_answered()
    {
        ZeroRpcServerOptions options = FakeServerTime(null);
        options.Linger = TimeSpan.FromDays(1);
        options.MaxConcurrentCalls = 1;
        ZeroRpcClient client = ConnectToHold(options);
        Task running = client.InvokeAsync("hold");
        await _started.WaitAsync();
        Task queued = client.InvokeAsync("hold");
        await RoundTripAsync(client);

        Task stopping = Server.StopAsync(Aborted);
        await PassUntilAsync(_fired.Task, TimeSpan.FromSeconds(1));

        Assert.Equal("Unavailable", (await Assert.ThrowsAsync<RemoteException>(() => running.OrHang())).Name);
        Assert.Equal("Unavailable", (await Assert.ThrowsAsync<RemoteException>(() => queued.OrHang())).Name);
        await stopping.OrHang();
    }

    [Fact]
    public async Task The_token_of_a_stop_ends_the_waiting_for_running_calls()
    {
        ZeroRpcClient client = ConnectToHold(new ZeroRpcServerOptions { StopTimeout = TimeSpan.FromDays(1) });
        Task call = client.InvokeAsync("hold");
        await _started.WaitAsync();
        using var source = new CancellationTokenSource();

        Task stopping = Server.StopAsync(source.Token);
        await source.CancelAsync();

        await stopping.OrHang();
        Assert.Equal("Unavailable", (await Assert.ThrowsAsync<RemoteException>(() => call.OrHang())).Name);
    }

    [Fact]
    public async Task A_handler_that_heeds_no_token_holds_no_stopping_server()
    {
        ZeroRpcClient client = Connect(
            server => server.AddMethod("deaf", () =>
            {
                _started.Set();
                return _release.WaitAsync();
            }),
            new ZeroRpcServerOptions { StopTimeout = TimeSpan.Zero, Linger = TimeSpan.FromMilliseconds(10) });
        Task call = client.InvokeAsync("deaf");
        await _started.WaitAsync();

        await Server.StopAsync(Aborted).OrHang();

        await Assert.ThrowsAsync<LostRemoteException>(() => call.OrHang());
        _release.Set();
    }

    [Fact]
    public async Task The_endpoint_of_a_stopped_server_is_free_at_once()
    {
        string endpoint = Serve(server => server.AddMethod("number", () => 0));

        for (int i = 1; i <= 10; i++)
        {
            int number = i;
            await Server.StopAsync(Aborted).OrHang();
            Serve(server => server.AddMethod("number", () => number), endpoint: endpoint);

            Assert.Equal(number, await NewClient(null, endpoint).InvokeAsync<int>("number").OrHang());
        }
    }

    [Fact]
    public async Task Stopping_and_disposing_again_does_nothing_more()
    {
        Serve(_ => { });

        await Task.WhenAll(Server.StopAsync(Aborted), Server.StopAsync(Aborted)).OrHang();
        await Server.DisposeAsync();
        await Server.DisposeAsync();
        await Server.StopAsync(Aborted);
    }

    [Fact]
    public async Task A_server_that_never_started_stops()
    {
        ZeroRpcServer server = NewServer();
        string endpoint = server.Bind(NewEndpoint());

        await server.StopAsync(Aborted).OrHang();

        Assert.Equal(endpoint, NewServer().Bind(endpoint));
    }

    [Fact]
    public async Task A_stopped_server_cannot_start_or_bind_again()
    {
        Serve(_ => { });

        await Server.StopAsync(Aborted).OrHang();

        Assert.Throws<ObjectDisposedException>(Server.Start);
        Assert.Throws<ObjectDisposedException>(() => Server.Bind(NewEndpoint()));
    }

    [Fact]
    public async Task A_running_server_ends_when_its_token_fires()
    {
        ZeroRpcServer server = NewServer().AddMethod("one", () => 1);
        ZeroRpcClient client = NewClient(null, server.Bind(NewEndpoint()));
        using var source = new CancellationTokenSource();

        Task running = server.RunAsync(source.Token);
        Assert.Equal(1, await client.InvokeAsync<int>("one"));
        await source.CancelAsync();

        await running.OrHang();
    }

    [Fact]
    public async Task A_running_server_ends_when_somebody_stops_it()
    {
        ZeroRpcServer server = NewServer();
        server.Bind(NewEndpoint());

        Task running = server.RunAsync(Aborted);
        await server.StopAsync(Aborted).OrHang();

        await running.OrHang();
    }

    private ZeroRpcClient ConnectToHold(ZeroRpcServerOptions options) => Connect(
        server => server.AddMethod("hold", async (CancellationToken stopped) =>
        {
            stopped.Register(_fired.Set);
            _started.Set();
            await _release.HoldAsync(stopped);
            return 1;
        }),
        options);

    /// <summary>Calls until a call is refused because the server is stopping.</summary>
    private static async Task<RemoteException> RefusedAsync(ZeroRpcClient client)
    {
        while (true)
        {
            try
            {
                await client.PingAsync(Aborted);
            }
            catch (RemoteException e)
            {
                return e;
            }
        }
    }
}

public sealed class StoppingInMemory() : StoppingBehaviour(Carrier.Memory);

public sealed class StoppingOverNetMq() : StoppingBehaviour(Carrier.NetMq);

public sealed class StoppingOverTcp() : StoppingBehaviour(Carrier.Tcp);

public sealed class StoppingOverIpc() : StoppingBehaviour(Carrier.Ipc);
