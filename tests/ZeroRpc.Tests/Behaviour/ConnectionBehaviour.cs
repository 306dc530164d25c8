namespace ZeroRpc.Tests.Behaviour;

/// <summary>What becomes of calls when connections, servers and clients come and go.</summary>
public abstract class ConnectionBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    [Fact]
    public async Task A_pending_call_of_a_disposed_client_fails_by_its_name()
    {
        var started = new Signal();
        ZeroRpcClient client = ConnectTo("hang", (CancellationToken lost) => Hang(started, lost));

        Task call = client.InvokeAsync("hang");
        await started.WaitAsync();
        await client.DisposeAsync();

        var error = await Assert.ThrowsAsync<ObjectDisposedException>(() => call.OrHang());
        Assert.Contains("'hang'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pending_stream_of_a_disposed_client_fails_after_the_items_that_came()
    {
        ZeroRpcClient client = ConnectTo("endless", (CancellationToken lost) => Streams.Endless(lost));
        await using IAsyncEnumerator<int> stream = client.StreamAsync<int>("endless").GetAsyncEnumerator(Aborted);
        await stream.MoveNextAsync();

        await client.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () =>
        {
            while (await stream.MoveNextAsync())
            {
            }
        });
    }

    [Fact]
    public async Task A_disposed_client_refuses_calls_and_connections()
    {
        ZeroRpcClient client = ConnectTo("one", () => 1);

        await client.DisposeAsync();
        await client.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.InvokeAsync("one"));
        Assert.Throws<ObjectDisposedException>(() => client.Connect("tcp://127.0.0.1:1"));
    }

    [Fact]
    public async Task Calls_that_race_with_the_disposal_of_their_client_all_end()
    {
        string endpoint = Serve(server => server.AddMethod("one", () => 1));
        for (int round = 0; round < 20; round++)
        {
            ZeroRpcClient client = NewClient(new ZeroRpcClientOptions { Timeout = System.Threading.Timeout.InfiniteTimeSpan, Heartbeat = null }, endpoint);
            await client.InvokeAsync("one");
            Task[] callers =
            [
                .. Enumerable.Range(0, 4).Select(_ => Task.Run(
                    async () =>
                    {
                        while (true)
                        {
                            await client.InvokeAsync("one");
                        }
                    },
                    Aborted)),
            ];

            await client.DisposeAsync();

            foreach (Task caller in callers)
            {
                await Assert.ThrowsAsync<ObjectDisposedException>(() => caller.OrHang());
            }
        }
    }

    [Fact]
    public async Task A_call_on_a_client_without_an_endpoint_says_what_to_do()
    {
        ZeroRpcClient client = NewClient();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => client.InvokeAsync("one"));

        Assert.Contains("Connect or Bind", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_server_restarts_pending_calls_are_lost_and_the_next_works()
    {
        var started = new Signal();
        string endpoint = Serve(server => server.AddMethod("hang", () =>
        {
            started.Set();
            return new TaskCompletionSource().Task;
        }));
        ZeroRpcClient client = NewClient(null, endpoint);
        Task call = client.InvokeAsync("hang");
        await started.WaitAsync();

        await Server.DisposeAsync();
        Serve(server => server.AddMethod("one", () => 1), endpoint: endpoint);

        Assert.Equal("hang", (await Assert.ThrowsAsync<LostRemoteException>(() => call.OrHang())).Method);
        Assert.Equal(1, await client.InvokeAsync<int>("one").OrHang());
    }

    [Fact]
    public async Task Streams_over_several_servers_stay_each_with_one()
    {
        string[] endpoints = [.. Enumerable.Range(0, 3).Select(server => Serve(
            services => services.AddMethod("name", (int n) => Enumerable.Repeat(server, n).ToAsyncEnumerable())))];
        ZeroRpcClient client = NewClient(null, endpoints);

        HashSet<int> used = [];

        // Those that are connected are preferred, so it takes some calls until all three are used.
        while (used.Count < 3)
        {
            List<int>[] streams = await Task.WhenAll(Enumerable.Range(0, 30).Select(
                _ => client.StreamAsync<int>("name", 300).ToListAsync(Aborted).AsTask())).OrHang();

            Assert.All(streams, stream => Assert.Equal(300, stream.Count));
            Assert.All(streams, stream => Assert.Single(stream.Distinct()));
            used.UnionWith(streams.Select(stream => stream[0]));
        }
    }

    [Fact]
    public async Task Calls_go_to_the_servers_that_are_left()
    {
        var started = new Signal();
        string mortal = Serve(server => server.AddMethod("who", async () =>
        {
            started.Set();
            await new TaskCompletionSource().Task;
        }));
        ZeroRpcServer first = Server;
        ZeroRpcClient client = NewClient(null, mortal);
        Task lost = client.InvokeAsync("who");
        await started.WaitAsync();
        client.Connect(Serve(server => server.AddMethod("who", () => "second")));

        await first.DisposeAsync();
        await Assert.ThrowsAsync<LostRemoteException>(() => lost.OrHang());

        // The second is known to be connected once it has answered; the first call may have gone to either.
        await client.InvokeAsync("_zerorpc_ping", new CallOptions { Timeout = TimeSpan.FromSeconds(20) });
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal("second", await client.InvokeAsync<string>("who").OrHang());
        }
    }

    [Fact]
    public async Task After_a_disconnection_calls_over_it_fail_and_others_go_elsewhere()
    {
        var started = new Signal();
        string first = Serve(server => server.AddMethod("who", (CancellationToken lost) => Hang(started, lost)));
        ZeroRpcClient client = NewClient(null, first);
        Task pending = client.InvokeAsync("who");
        await started.WaitAsync();
        client.Connect(Serve(server => server.AddMethod("who", () => "second")));

        client.Disconnect(first);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => pending.OrHang());
        Assert.Equal("second", await client.InvokeAsync<string>("who"));
    }

    [Fact]
    public void Disconnecting_what_is_not_connected_is_refused()
    {
        ZeroRpcClient client = NewClient();

        Assert.Throws<ZeroRpcEndpointException>(() => client.Disconnect("tcp://127.0.0.1:1"));
    }

    [Fact]
    public async Task A_client_may_listen_and_a_server_connect()
    {
        ZeroRpcClient client = NewClient();
        string endpoint = client.Bind(NewEndpoint());
        ZeroRpcServer server = NewServer().AddMethod("count", (int n) => AsyncEnumerable.Range(0, n));
        server.Connect(endpoint);
        server.Start();

        Assert.Equal(1000, await client.StreamAsync<int>("count", 1000).CountAsync(Aborted));
    }

    [Fact]
    public async Task A_listening_client_s_call_waits_for_a_server()
    {
        ZeroRpcClient client = NewClient();
        string endpoint = client.Bind(NewEndpoint());

        Task<int> call = client.InvokeAsync<int>("one");
        ZeroRpcServer server = NewServer().AddMethod("one", () => 1);
        server.Connect(endpoint);
        server.Start();

        Assert.Equal(1, await call.OrHang());
    }

    [Fact]
    public async Task A_server_may_listen_on_several_endpoints()
    {
        string first = Serve(server => server.AddMethod("one", () => 1));
        string second = Server.Bind(NewEndpoint());

        Assert.Equal(1, await NewClient(null, first).InvokeAsync<int>("one"));
        Assert.Equal(1, await NewClient(null, second).InvokeAsync<int>("one"));
    }

    [Fact]
    public void A_port_that_is_taken_is_refused_by_its_endpoint()
    {
        string endpoint = Serve(_ => { });

        Assert.Equal(endpoint, Assert.Throws<ZeroRpcEndpointException>(() => NewServer().Bind(endpoint)).Endpoint);
    }

    private static async Task Hang(Signal started, CancellationToken lost)
    {
        started.Set();
        await Task.Delay(Timeout.Infinite, lost);
    }
}

public sealed class ConnectionsInMemory() : ConnectionBehaviour(Carrier.Memory);

public sealed class ConnectionsOverNetMq() : ConnectionBehaviour(Carrier.NetMq);

public sealed class ConnectionsOverTcp() : ConnectionBehaviour(Carrier.Tcp);

public sealed class ConnectionsOverIpc() : ConnectionBehaviour(Carrier.Ipc);
