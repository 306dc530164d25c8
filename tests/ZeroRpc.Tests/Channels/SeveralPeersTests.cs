using ZeroRpc.Channels;
using ZeroRpc.Events;
using ZeroRpc.Tests.Support;

namespace ZeroRpc.Tests.Channels;

/// <summary>A client's channels while several peers are connected to one socket: to one of them where it can be addressed, else as far as goes.</summary>
public class SeveralPeersTests : ChannelTestBase
{
    [Fact]
    public void A_short_call_needs_its_request_only()
    {
        (Transport.PeerCount, Transport.ReachesOnePeer) = (2, false);
        Channel channel = OpenChannel(NewClient());

        DeliverToClient("OK", new object[] { 1 });

        Assert.False(channel.IsEnded); // Its user closes it.
        Assert.Equal([EventKind.Ok], Listener.Events);
    }

    [Fact]
    public void Heartbeats_that_would_go_astray_are_kept_back_until_the_peer_must_have_lost_us()
    {
        (Transport.PeerCount, Transport.ReachesOnePeer) = (2, false);
        OpenChannel(NewClient());

        Pass(2);
        Assert.Null(Listener.End);
        Pass(1);

        Assert.Equal(ChannelEnd.Unroutable, Listener.End);
        Assert.Equal(["method"], Transport.SentNames);
    }

    [Fact]
    public void When_the_others_go_the_heartbeats_go_on()
    {
        (Transport.PeerCount, Transport.ReachesOnePeer) = (2, false);
        OpenChannel(NewClient());
        Pass(2);

        (Transport.PeerCount, Transport.ReachesOnePeer) = (1, true);
        Pass(2);

        Assert.Null(Listener.End);
        Assert.Equal(["method", "_zpc_hb", "_zpc_hb"], Transport.SentNames);
    }

    [Fact]
    public void A_stream_ends_where_it_needs_credits()
    {
        (Transport.PeerCount, Transport.ReachesOnePeer) = (2, false);
        Channel channel = OpenChannel(NewClient());
        DeliverToClient("STREAM", 0);
        channel.BeforeRead();
        channel.AfterRead();
        Assert.Null(Listener.End);

        channel.BeforeRead();

        Assert.Equal(ChannelEnd.Unroutable, Listener.End);
        Assert.Equal(["method"], Transport.SentNames);
    }

    [Fact]
    public void Where_peers_can_be_addressed_a_channel_takes_the_one_with_the_fewest()
    {
        (Transport.PeerCount, Transport.Routes) = (2, [Peer, Other]);
        ChannelMultiplexer client = NewClient();

        Channel[] channels = [.. Enumerable.Range(0, 10).Select(_ => OpenChannel(client))];
        Channel[] first = [.. channels.Where(channel => channel.Route == Peer)];
        Assert.Equal(5, first.Length);

        foreach (Channel channel in first)
        {
            channel.Close(ChannelEnd.Done);
        }

        Assert.All(Enumerable.Range(0, 5), _ => Assert.Equal(Peer, OpenChannel(client).Route));
    }

    [Fact]
    public void All_of_a_channel_goes_to_its_peer()
    {
        (Transport.PeerCount, Transport.Routes) = (2, [Peer, Other]);
        Channel channel = OpenChannel(NewClient());

        Transport.Deliver(channel.Route, WireEvent.InChannel(LastRequestId, "_zpc_hb", new object[] { 0 }));
        Pass(2);

        Assert.Equal(3, Transport.Sent.Count);
        Assert.All(Transport.Sent, sent => Assert.Equal(channel.Route, sent.Route));
    }

    [Fact]
    public void Another_peer_does_not_reach_it()
    {
        (Transport.PeerCount, Transport.Routes) = (2, [Peer, Other]);
        Channel channel = OpenChannel(NewClient());

        Transport.Deliver(channel.Route == Peer ? Other : Peer, WireEvent.InChannel(LastRequestId, "OK", new object[] { 1 }));

        Assert.Empty(Listener.Events);
    }

    [Fact]
    public void A_peer_that_goes_takes_its_own_channels_along()
    {
        (Transport.PeerCount, Transport.Routes) = (2, [Peer, Other]);
        ChannelMultiplexer client = NewClient();
        Channel[] channels = [OpenChannel(client), OpenChannel(client)];

        Transport.PeerGone(Peer);

        Assert.Equal([true, false], channels.OrderByDescending(channel => channel.Route == Peer).Select(channel => channel.IsEnded));
    }

    private void Pass(int intervals)
    {
        for (int i = 0; i < intervals; i++)
        {
            if (Transport.Sent.Count > 0)
            {
                Transport.Deliver(Transport.Sent[0].Route, WireEvent.InChannel(LastRequestId, "_zpc_hb", new object[] { 0 }));
            }

            Time.Advance(Interval);
        }
    }
}
