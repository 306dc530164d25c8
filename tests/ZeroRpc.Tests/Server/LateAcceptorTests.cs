using ZeroRpc.Channels;
using ZeroRpc.Server;
using ZeroRpc.Tests.Channels;

namespace ZeroRpc.Tests.Server;

/// <summary>Requests that come before the server starts.</summary>
public sealed class LateAcceptorTests : ChannelTestBase
{
    private readonly LateAcceptor _late = new(limit: 1);

    public LateAcceptorTests() => _ = new ChannelMultiplexer(Transport, Options(passive: false, heartbeat: null, window: 100), _late, Logger);

    [Fact]
    public void A_request_beyond_the_limit_is_dropped()
    {
        Transport.Deliver(Peer, Request("01"));
        Transport.Deliver(Peer, Request("02"));

        _late.Start(Acceptor);

        Assert.Equal(Convert.FromHexString("01"), Acceptor.Accepted.Single().Id.Token.ToArray());
    }

    [Fact]
    public void A_request_whose_caller_has_gone_makes_room_for_another()
    {
        Transport.Deliver(Peer, Request("01"));
        Transport.PeerGone(Peer);
        Transport.Deliver(Other, Request("02"));

        _late.Start(Acceptor);

        Assert.Equal(Other, Acceptor.Accepted.Single().Route);
    }
}
