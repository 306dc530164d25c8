using Microsoft.Extensions.Logging.Abstractions;
using ZeroRpc.Transport;
using ZeroRpc.Transport.InMemory;

namespace ZeroRpc.Tests.Transport.InMemory;

/// <summary>The behaviour of every transport, in memory, and what only this one does.</summary>
public class InMemoryTransportTests : TransportBehaviour
{
    private readonly InMemoryNetwork _network = new();
    private int _lastName;

    private protected override string ConnectTo => "inproc://somebody";

    [Fact]
    public async Task A_router_hears_of_a_dealer_that_goes()
    {
        await using Started server = Start(SocketRole.Router);
        Started client = Start(SocketRole.Dealer);
        client.Transport.Connect(server.Transport.Bind(NewEndpoint()));
        client.Send("request");
        PeerRoute route = (await server.Sink.NextAsync()).Route;

        await client.DisposeAsync();

        Assert.Equal(route, await server.Sink.NextGoneAsync());
    }

    [Fact]
    public async Task What_a_router_that_ends_has_not_taken_goes_to_the_next_one()
    {
        Started first = Start(SocketRole.Router);
        await using Started client = Start(SocketRole.Dealer);
        string endpoint = first.Transport.Bind(NewEndpoint());
        first.Transport.SetReceiving(false);
        client.Transport.Connect(endpoint);
        client.Send("request");

        await first.DisposeAsync();
        await using Started second = Start(SocketRole.Router);
        second.Transport.Bind(endpoint);

        Assert.Equal("request", (await second.Sink.NextAsync()).Text());
    }

    [Fact]
    public async Task Two_servers_cannot_be_connected()
    {
        await using Started first = Start(SocketRole.Router);
        await using Started second = Start(SocketRole.Router);
        string endpoint = first.Transport.Bind(NewEndpoint());

        Assert.Contains("a server listens there. Connect a server to a client.", Assert.Throws<ZeroRpcEndpointException>(
            () => second.Transport.Connect(endpoint)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_over_the_limit_is_reported_with_its_size()
    {
        await using Started server = Start(SocketRole.Router);
        await using Started client = Start(SocketRole.Dealer);
        client.Transport.Connect(server.Transport.Bind(NewEndpoint()));

        client.Transport.Send(new OutgoingMessage(PeerRoute.None, new byte[Transports.MaxMessageSize + 1]));

        Assert.Equal("a message of 1,000,001 bytes was received; the limit is 1,000,000", (await server.Sink.NextMalformedAsync()).Reason);
    }

    [Fact]
    public async Task Networks_are_apart()
    {
        await using Started here = Start(SocketRole.Router);
        var elsewhere = new InMemoryNetwork();
        await using Started there = Transports.Start(
            new InMemoryTransport(Transports.Options(SocketRole.Dealer), NullLogger.Instance, elsewhere));
        there.Transport.Connect(here.Transport.Bind(NewEndpoint()));

        Assert.False(there.Transport.IsConnected);
    }

    private protected override Started Start(SocketRole role) =>
        Transports.Start(new InMemoryTransport(Transports.Options(role), NullLogger.Instance, _network));

    private protected override string NewEndpoint() => $"inproc://name-{++_lastName}";
}
