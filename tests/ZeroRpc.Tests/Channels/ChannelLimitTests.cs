using System.Runtime.CompilerServices;
using ZeroRpc.Channels;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Channels;

/// <summary>How many channels a peer may have, and what is left of a peer that has none.</summary>
public class ChannelLimitTests : ChannelTestBase
{
    [Fact]
    public void Channels_beyond_a_peer_s_limit_are_refused_and_not_kept()
    {
        ChannelMultiplexer server = NewServer(maxChannels: 3);
        for (int i = 0; i < 5; i++)
        {
            Transport.Deliver(Peer, Request($"{i:x2}"));
        }

        Assert.Equal(3, Acceptor.Accepted.Count);
        Assert.Equal(2, Acceptor.Refused.Count);
        Assert.Equal(3, server.LiveChannels);
        Assert.Equal("Rejected the call of m from 010203: the peer already has 3 live channels", Logger.LatestRecord.Message);
    }

    [Fact]
    public void A_peer_at_its_limit_keeps_no_other_out_and_may_go_on_when_a_channel_ends()
    {
        NewServer(maxChannels: 1);
        Transport.Deliver(Peer, Request("01"));
        Transport.Deliver(Other, Request("01"));
        Acceptor.Accepted[0].Close(ChannelEnd.Done);

        Transport.Deliver(Peer, Request("02"));

        Assert.Equal(3, Acceptor.Accepted.Count);
        Assert.Empty(Acceptor.Refused);
    }

    [Fact]
    public void A_refused_channel_sends_no_heartbeats()
    {
        NewServer(maxChannels: 1);
        Transport.Deliver(Peer, Request("01"));
        Transport.Deliver(Peer, Request("02"));

        Time.Advance(Interval);

        Assert.Equal(["_zpc_hb"], Transport.SentNames);
    }

    [Fact]
    public void Peers_without_channels_are_not_kept_for_ever()
    {
        ChannelMultiplexer server = NewServer();
        WeakReference[] peers = [.. Enumerable.Range(0, 1000).Select(CallOfNewPeer)];

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.Equal(0, server.LiveChannels);
        Assert.InRange(peers.Count(peer => peer.IsAlive), 0, 200);
        GC.KeepAlive(server);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference CallOfNewPeer(int number)
    {
        var peer = new PeerRoute(BitConverter.GetBytes(number));
        Transport.Deliver(peer, Request("07"));
        Acceptor.Accepted[0].Close(ChannelEnd.Done);
        Acceptor.Accepted.Clear();
        return new WeakReference(peer);
    }
}
