using ZeroRpc.NetMq;
using ZeroRpc.Tests.Transport;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.NetMq;

/// <summary>The behaviour of every transport, over tcp, and what only this one does.</summary>
public class NetMqTransportTests : TransportBehaviour
{
    private protected override string ConnectTo => "tcp://127.0.0.1:1";

    [Theory]
    [InlineData("tcp://127.0.0.1:0", "tcp://127.0.0.1:")]
    [InlineData("tcp://127.0.0.1:*", "tcp://127.0.0.1:")]
    [InlineData("tcp://*:0", "tcp://0.0.0.0:")]
    [InlineData("tcp://localhost:0", "tcp://127.0.0.1:")]
    public async Task Binding_gives_back_the_real_port(string endpoint, string start)
    {
        await using Started server = Start(SocketRole.Router);
        string bound = server.Transport.Bind(endpoint);
        await using Started client = Start(SocketRole.Dealer);
        client.Transport.Connect(bound);
        client.Send("request");

        Assert.StartsWith(start, bound, StringComparison.Ordinal);
        Assert.False(bound.EndsWith(":0", StringComparison.Ordinal));
        Assert.Equal("request", (await server.Sink.NextAsync()).Text());
    }

    [Fact]
    public async Task An_IPv6_endpoint_is_bound_connected_and_given_up()
    {
        Assert.SkipUnless(System.Net.Sockets.Socket.OSSupportsIPv6, "The machine has no IPv6.");
        await using Started server = Start(SocketRole.Router);
        await using Started client = Start(SocketRole.Dealer);
        string endpoint = server.Transport.Bind("tcp://[::1]:0");
        client.Transport.Connect(endpoint);
        client.Send("request");
        Assert.Equal("request", (await server.Sink.NextAsync()).Text());

        server.Transport.Unbind(endpoint);

        await using Started next = Start(SocketRole.Router);
        Assert.Equal(endpoint, next.Transport.Bind(endpoint));
    }

    [Fact]
    public async Task A_host_without_an_address_is_refused()
    {
        await using Started client = Start(SocketRole.Dealer);

        Assert.Contains("The host 'no-such-host.invalid' of 'tcp://no-such-host.invalid:1' has no address", Assert.Throws<ZeroRpcEndpointException>(
            () => client.Transport.Connect("tcp://no-such-host.invalid:1")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_another_machine_cannot_be_bound()
    {
        await using Started server = Start(SocketRole.Router);

        Assert.Contains("not one of this machine", Assert.Throws<ZeroRpcEndpointException>(
            () => server.Transport.Bind("tcp://192.0.2.1:4242")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_loop_stands_still_while_there_is_nothing_to_do()
    {
        await using Started server = Start(SocketRole.Router);
        await using Started client = Start(SocketRole.Dealer);
        server.Sink.OnEach = request => server.Send("reply", request.Route);
        client.Transport.Connect(server.Transport.Bind(NewEndpoint()));
        client.Send("request");
        await client.Sink.NextAsync();

        // NetMQ may still have something to say of the connection: the loops are still when they did not move for 200 ms, a time in which
        // one that polls at any usual interval would have.
        using var guard = new CancellationTokenSource(RecordingSink.HangGuard);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        (long, long) before;
        do
        {
            before = Iterations(server, client);
            Assert.True(await tick.WaitForNextTickAsync(guard.Token));
        }
        while (before != Iterations(server, client));
    }

    [Fact]
    public async Task What_a_stalled_server_had_not_taken_is_not_sent_to_the_next()
    {
        using var deaf = new DeafPeer();
        await using Started client = Start(SocketRole.Dealer);
        client.Transport.Connect(deaf.Endpoint);
        await deaf.HandshakeAsync();
        byte[] large = new byte[100_000];
        large[0] = (byte)'o';
        for (int i = 0; i < 100; i++)
        {
            var origin = new TestOrigin();
            client.Transport.Send(new OutgoingMessage(PeerRoute.None, large, origin));
            await origin.Sent;
        }

        deaf.Dispose();
        await client.Sink.NextGoneAsync();
        client.Send("new");
        await using Started server = Start(SocketRole.Router);
        server.Transport.Bind(deaf.Endpoint);

        Assert.Equal("new", (await server.Sink.NextAsync()).Text());

        // NetMQ itself would connect again after 200 ms at most.
        await Task.Delay(TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken);
        client.Send("last");
        Assert.Equal("last", (await server.Sink.NextAsync()).Text());
    }

    [Fact]
    public async Task Disposal_is_prompt_while_messages_wait_for_a_peer_that_never_comes()
    {
        Started client = Start(SocketRole.Dealer);
        client.Transport.Connect("tcp://127.0.0.1:1");
        for (int i = 0; i < 1000; i++)
        {
            client.Send("waits");
        }

        await client.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Binding_from_the_receivers_thread_does_not_deadlock()
    {
        await using Started server = Start(SocketRole.Router);
        await using Started client = Start(SocketRole.Dealer);
        var bound = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Sink.OnEach = _ => bound.TrySetResult(server.Transport.Bind(NewEndpoint()));
        client.Transport.Connect(server.Transport.Bind(NewEndpoint()));
        client.Send("request");

        await bound.Task.WaitAsync(RecordingSink.HangGuard, TestContext.Current.CancellationToken);
    }

    private static (long, long) Iterations(Started one, Started other) =>
        (((NetMqTransport)one.Transport).Iterations, ((NetMqTransport)other.Transport).Iterations);

    private protected override Started Start(SocketRole role) => Transports.StartNetMq(role);

    private protected override string NewEndpoint() => "tcp://127.0.0.1:0";
}
