using ZeroRpc.Tests.Support;

namespace ZeroRpc.Tests.Behaviour;

/// <summary>Endpoints that cannot be taken, or were never given: what was started for them ends, and nothing is started for others.</summary>
public abstract class UnusableEndpointBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    private readonly TrackedTransports _transports = new();

    [Fact]
    public async Task What_a_client_started_to_listen_ends_when_the_endpoint_is_taken()
    {
        string taken = Serve(_ => { });
        ZeroRpcClient client = Made(new ZeroRpcClient(Tracked(new ZeroRpcClientOptions())));

        Assert.Throws<ZeroRpcEndpointException>(() => client.Bind(taken));

        await AssertEndedAsync();
        Assert.Empty(client.Connections);
    }

    [Fact]
    public async Task What_a_server_started_to_listen_ends_when_the_endpoint_is_taken()
    {
        string taken = Serve(_ => { });
        ZeroRpcServer server = Made(new ZeroRpcServer(Tracked(new ZeroRpcServerOptions())));

        Assert.Throws<ZeroRpcEndpointException>(() => server.Bind(taken));

        await AssertEndedAsync();
    }

    [Fact]
    public async Task What_a_puller_started_to_listen_ends_when_the_endpoint_is_taken()
    {
        string taken = Serve(_ => { });
        ZeroRpcPuller puller = Made(new ZeroRpcPuller(Tracked(new ZeroRpcPullerOptions())));

        Assert.Throws<ZeroRpcEndpointException>(() => puller.Bind(taken));

        await AssertEndedAsync();
    }

    [Fact]
    public void A_pusher_whose_endpoint_was_taken_may_take_one_of_another_kind()
    {
        string taken = Serve(_ => { });
        ZeroRpcPusher pusher = Made(new ZeroRpcPusher(Carried(new ZeroRpcPusherOptions())));
        Assert.Throws<ZeroRpcEndpointException>(() => pusher.Bind(taken));

        pusher.Bind("tcp://127.0.0.1:0");
        Assert.Throws<ZeroRpcEndpointException>(() => pusher.Bind($"inproc://{Guid.NewGuid():N}"));
    }

    [Fact]
    public void Endpoints_that_a_server_does_not_have_are_refused_and_start_nothing()
    {
        ZeroRpcServer server = Made(new ZeroRpcServer(Tracked(new ZeroRpcServerOptions())));
        string endpoint = FreeEndpoint();

        Assert.Equal(endpoint, Assert.Throws<ZeroRpcEndpointException>(() => server.Unbind(endpoint)).Endpoint);
        Assert.Equal(endpoint, Assert.Throws<ZeroRpcEndpointException>(() => server.Disconnect(endpoint)).Endpoint);
        Assert.Empty(_transports.Made);
    }

    [Fact]
    public void Endpoints_that_a_server_has_no_more_are_refused()
    {
        ZeroRpcServer server = NewServer();
        string bound = server.Bind(NewEndpoint());
        string connected = FreeEndpoint();
        server.Connect(connected);
        server.Unbind(bound);
        server.Disconnect(connected);

        Assert.Throws<ZeroRpcEndpointException>(() => server.Unbind(bound));
        Assert.Throws<ZeroRpcEndpointException>(() => server.Disconnect(connected));
    }

    [Fact]
    public void A_client_unbinds_what_it_has_bound_and_nothing_else_gives_it_up()
    {
        ZeroRpcClient client = NewClient();
        string bound = client.Bind(NewEndpoint());

        Assert.Equal(bound, Assert.Throws<ZeroRpcEndpointException>(() => client.Disconnect(bound)).Endpoint);
        client.Unbind(bound);

        Assert.Empty(client.Connections);
        Assert.Equal(bound, client.Bind(bound));
    }

    [Fact]
    public void Endpoints_that_a_client_does_not_have_are_refused()
    {
        ZeroRpcClient client = NewClient();
        string endpoint = FreeEndpoint();

        Assert.Equal(endpoint, Assert.Throws<ZeroRpcEndpointException>(() => client.Disconnect(endpoint)).Endpoint);
        Assert.Equal(endpoint, Assert.Throws<ZeroRpcEndpointException>(() => client.Unbind(endpoint)).Endpoint);
    }

    private T Tracked<T>(T options)
        where T : ZeroRpcOptions
    {
        Carried(options).Transports = _transports.Over(options.Transports);
        return options;
    }

    private Task AssertEndedAsync() => Assert.Single(_transports.Made).Disposed.OrHang();
}

public sealed class UnusableEndpointInMemory() : UnusableEndpointBehaviour(Carrier.Memory);

public sealed class UnusableEndpointOverTcp() : UnusableEndpointBehaviour(Carrier.Tcp);

public sealed class UnusableEndpointOverNetMq() : UnusableEndpointBehaviour(Carrier.NetMq);

public sealed class UnusableEndpointOverIpc() : UnusableEndpointBehaviour(Carrier.Ipc);
