using ZeroRpc.NetMq;
using ZeroRpc.Tests.Behaviour;
using ZeroRpc.Tests.Support;
using ZeroRpc.Tests.Wire;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>
/// Connections that fall silent without an end, as behind a router that forgot them: they are closed and made anew, by the loss of a call
/// or after <see cref="ZeroRpcOptions.KeepAliveTimeout"/>. Connections whose peers live are not.
/// </summary>
[Collection(nameof(Alone))]
public sealed class SilentConnectionTests : IAsyncDisposable
{
    private static readonly TimeSpan ShortHeartbeat = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan ShortTimeout = TimeSpan.FromMilliseconds(800);

    private readonly Stack<IAsyncDisposable> _made = new();
    private readonly FakeLog _log = new();

    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    /// <summary>The server of NetMQ says that it speaks ZMTP 3.0, and is sent no PING.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_lost_call_over_a_silent_connection_the_next_goes_over_a_new_one(bool byNetMq)
    {
        string endpoint = Serve(options =>
        {
            if (byNetMq)
            {
                options.UseNetMq();
            }
        });
        using var proxy = new FreezingProxy(endpoint);
        ZeroRpcClient client = NewClient(proxy.Endpoint, keepAlive: null);
        Assert.Equal(1, await client.InvokeAsync<int>("echo", 1).OrHang());

        proxy.Freeze();

        await Assert.ThrowsAsync<LostRemoteException>(() => client.InvokeAsync<int>("echo", 2)).OrHang();
        Assert.Equal(3, await client.InvokeAsync<int>("echo", 3).OrHang());
        Assert.Equal(2, proxy.Connections);
        _log.AssertSays("a call was lost over it, and nothing at all has been received meanwhile");
    }

    [Fact]
    public async Task Calls_that_are_lost_together_leave_nothing_on_the_silent_connection()
    {
        using var proxy = new FreezingProxy(Serve());
        ZeroRpcClient client = NewClient(proxy.Endpoint, keepAlive: null);
        Task<int>[] before = [.. Enumerable.Range(0, 20).Select(_ => client.InvokeAsync<int>("never"))];
        await client.InvokeAsync<int>("echo", 1).OrHang();

        proxy.Freeze();

        foreach (Task<int> call in before)
        {
            await Assert.ThrowsAsync<LostRemoteException>(() => call).OrHang();
        }

        Assert.Equal(3, await client.InvokeAsync<int>("echo", 3).OrHang());
        Assert.Equal(2, proxy.Connections);
    }

    [Fact]
    public async Task A_client_that_listens_gives_the_next_call_to_a_worker_that_lives()
    {
        ZeroRpcClient client = NewClient(endpoint: null, keepAlive: null);
        using var proxy = new FreezingProxy(client.Bind("tcp://127.0.0.1:0"));
        NewServer(proxy.Endpoint);
        Assert.Equal(1, await client.InvokeAsync<int>("echo", 1).OrHang());

        proxy.Freeze();

        await Assert.ThrowsAsync<LostRemoteException>(() => client.InvokeAsync<int>("echo", 2)).OrHang();
        Assert.Equal(3, await client.InvokeAsync<int>("echo", 3).OrHang());
    }

    [Fact]
    public async Task A_server_closes_the_connection_of_a_client_that_fell_silent_with_all_its_calls()
    {
        using var proxy = new FreezingProxy(Serve(options => options.LoggerFactory = _log.Factory));
        var client = new ZeroRpcClient(proxy.Endpoint, new ZeroRpcClientOptions { Heartbeat = TimeSpan.FromMinutes(1), KeepAliveTimeout = null });
        _made.Push(client);
        Task<int> call = client.InvokeAsync<int>("never");
        await client.InvokeAsync<int>("echo", 1).OrHang();

        proxy.Freeze();

        await Transports.UntilAsync(() => _log.Messages.Any(message => message.StartsWith("Lost the caller", StringComparison.Ordinal)));
        await Transports.UntilAsync(() => _log.Messages.Any(message => message.Contains("has disconnected", StringComparison.Ordinal)));
        Assert.False(call.IsCompleted);
    }

    [Fact]
    public async Task A_call_that_is_lost_while_others_hear_their_server_leaves_the_connection_alone()
    {
        using var server = new RawServer();
        ZeroRpcClient client = NewClient(server.Endpoint, keepAlive: null);
        Task<int> silent = client.InvokeAsync<int>("silent");
        server.Receive();
        Task<int> live = client.InvokeAsync<int>("live");
        WireEvent request = server.Receive();

        while (!silent.IsCompleted)
        {
            server.Send(Bytes.InChannel(request.MessageId, "_zpc_hb", new object[] { 0 }));
            await Task.Delay(20, Aborted);
        }

        await Assert.ThrowsAsync<LostRemoteException>(() => silent);
        server.Answer(request, 42);
        Assert.Equal(42, await live.OrHang());
    }

    [Fact]
    public async Task An_idle_connection_that_falls_silent_is_made_anew_by_the_client()
    {
        using var proxy = new FreezingProxy(Serve());
        ZeroRpcClient client = NewClient(proxy.Endpoint, ShortTimeout);
        Assert.Equal(1, await client.InvokeAsync<int>("echo", 1).OrHang());

        proxy.Freeze();

        await Transports.UntilAsync(() => proxy.Connections == 2);
        Assert.Equal(2, await client.InvokeAsync<int>("echo", 2).OrHang());
        _log.AssertSays("it has not answered a PING for 0.4 s");
    }

    [Fact]
    public async Task An_idle_connection_that_falls_silent_is_closed_by_the_server()
    {
        using var proxy = new FreezingProxy(Serve(options => (options.LoggerFactory, options.KeepAliveTimeout) = (_log.Factory, ShortTimeout)));
        var client = new ZeroRpcClient(proxy.Endpoint, new ZeroRpcClientOptions { KeepAliveTimeout = null });
        _made.Push(client);
        Assert.Equal(1, await client.InvokeAsync<int>("echo", 1).OrHang());

        proxy.Freeze();

        await Transports.UntilAsync(() => _log.Messages.Any(message => message.Contains("it has not answered a PING", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_subscriber_whose_publisher_falls_silent_subscribes_anew()
    {
        await using var publisher = new ZeroRpcPublisher();
        using var proxy = new FreezingProxy(publisher.Bind("tcp://127.0.0.1:0"));
        var heard = new TaskCompletionSource<int>();
        await using var subscriber = new ZeroRpcSubscriber(new ZeroRpcSubscriberOptions { KeepAliveTimeout = ShortTimeout });
        subscriber.AddMethod("event", (int value) => heard.TrySetResult(value));
        subscriber.Connect(proxy.Endpoint);
        subscriber.Start();
        await Transports.UntilAsync(() => proxy.Connections == 1 && publisher.IsConnected);

        proxy.Freeze();

        await Transports.UntilAsync(() => proxy.Connections == 2);
        while (!heard.Task.IsCompleted)
        {
            publisher.Publish("event", 1);
            await Task.Delay(10, Aborted);
        }
    }

    [Fact]
    public async Task Idle_connections_whose_peers_answer_stay()
    {
        using var proxy = new FreezingProxy(Serve(options => options.KeepAliveTimeout = ShortTimeout));
        ZeroRpcClient client = NewClient(proxy.Endpoint, ShortTimeout);
        Assert.Equal(1, await client.InvokeAsync<int>("echo", 1).OrHang());

        await Task.Delay(3 * ShortTimeout, Aborted); // That nothing happens has no signal.

        Assert.Equal(2, await client.InvokeAsync<int>("echo", 2).OrHang());
        Assert.Equal(1, proxy.Connections);
    }

    [Fact]
    public async Task A_puller_that_is_busy_for_longer_than_the_timeout_stays_connected_and_gets_everything()
    {
        var release = new TaskCompletionSource();
        var all = new TaskCompletionSource();
        int count = 0;
        await using var puller = new ZeroRpcPuller(new ZeroRpcPullerOptions { KeepAliveTimeout = ShortTimeout });
        puller.AddMethod("event", async (byte[] _) =>
        {
            await release.Task;
            if (Interlocked.Increment(ref count) == 300)
            {
                all.TrySetResult();
            }
        });
        using var proxy = new FreezingProxy(puller.Bind("tcp://127.0.0.1:0"));
        puller.Start();
        await using var pusher = new ZeroRpcPusher(new ZeroRpcPusherOptions { KeepAliveTimeout = ShortTimeout });
        pusher.Connect(proxy.Endpoint);
        Task pushing = Task.Run(async () =>
        {
            for (int i = 0; i < 300; i++)
            {
                await pusher.PushAsync("event", new byte[100_000]); // More than all buffers between hold.
            }
        }, Aborted);

        await Task.Delay(3 * ShortTimeout, Aborted); // That nothing happens has no signal.
        release.SetResult();

        await all.Task.OrHang();
        await pushing.OrHang();
        Assert.Equal(1, proxy.Connections);
    }

    public async ValueTask DisposeAsync()
    {
        while (_made.TryPop(out IAsyncDisposable? made))
        {
            await made.DisposeAsync();
        }

        _log.Dispose();
    }

    private static void AddMethods(ZeroRpcServer server)
    {
        server.AddMethod("echo", (int value) => value);
        server.AddMethod("never", async (CancellationToken token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return 0;
        });
    }

    private string Serve(Action<ZeroRpcServerOptions>? configure = null)
    {
        var options = new ZeroRpcServerOptions { Heartbeat = ShortHeartbeat, KeepAliveTimeout = null, Linger = TimeSpan.Zero, StopTimeout = TimeSpan.Zero };
        configure?.Invoke(options);
        var server = new ZeroRpcServer(options);
        _made.Push(server);
        AddMethods(server);
        string endpoint = server.Bind("tcp://127.0.0.1:0");
        server.Start();
        return endpoint;
    }

    private void NewServer(string connectTo)
    {
        var server = new ZeroRpcServer(new ZeroRpcServerOptions { Heartbeat = ShortHeartbeat, KeepAliveTimeout = ShortTimeout, Linger = TimeSpan.Zero });
        _made.Push(server);
        AddMethods(server);
        server.Connect(connectTo);
        server.Start();
    }

    private ZeroRpcClient NewClient(string? endpoint, TimeSpan? keepAlive)
    {
        var client = new ZeroRpcClient(new ZeroRpcClientOptions
        {
            Heartbeat = ShortHeartbeat,
            KeepAliveTimeout = keepAlive,
            LoggerFactory = _log.Factory,
            Linger = TimeSpan.Zero,
        });
        _made.Push(client);
        if (endpoint is not null)
        {
            client.Connect(endpoint);
        }

        return client;
    }
}
