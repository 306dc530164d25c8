using ZeroRpc.Channels;
using ZeroRpc.Tests.Support;

namespace ZeroRpc.Tests.Channels;

public class HeartbeatTests : ChannelTestBase
{
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(20);

    [Fact]
    public void The_first_heartbeat_leaves_one_interval_after_the_request()
    {
        OpenChannel(NewClient());

        Time.Advance(Interval - TimeSpan.FromMilliseconds(1));
        Assert.Equal(["method"], Transport.SentNames);

        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["method", "_zpc_hb"], Transport.SentNames);
    }

    [Fact]
    public void A_heartbeat_carries_zero_and_the_channel_s_id()
    {
        OpenChannel(NewClient());

        Time.Advance(Interval);

        WireEvent heartbeat = WireEvent.Decode(Transport.Sent[1].Body);
        Assert.Equal(LastRequestId, heartbeat.ResponseTo);
        Assert.Equal(new object[] { (byte)0 }, heartbeat.Args);
    }

    [Fact]
    public void A_peer_that_never_spoke_is_lost_after_three_intervals()
    {
        OpenChannel(NewClient());

        Advance(2);
        Assert.Null(Listener.End);

        Advance(1);
        Assert.Equal(ChannelEnd.Lost, Listener.End);
    }

    [Fact]
    public void A_silent_peer_is_lost_at_the_third_look_however_late_each_look_is()
    {
        OpenChannel(NewClient());

        Time.Advance(Interval + Late);
        Time.Advance(Interval);
        Assert.Null(Listener.End);
        Time.Advance(Interval);

        Assert.Equal(ChannelEnd.Lost, Listener.End);
    }

    [Fact]
    public void A_silent_client_is_lost_at_the_server_s_third_look_however_late_each_look_is()
    {
        Acceptor.Listener = Listener;
        NewServer();
        Transport.Deliver(Peer, WireEvent.Request("id", "method"));

        Time.Advance(Interval + Late);
        Time.Advance(Interval);
        Assert.Null(Listener.End);
        Time.Advance(Interval);

        Assert.Equal(ChannelEnd.Lost, Listener.End);
    }

    [Fact]
    public void A_peer_that_goes_on_sending_heartbeats_is_never_lost()
    {
        OpenChannel(NewClient());

        for (int i = 0; i < 20; i++)
        {
            Advance(1);
            Transport.Deliver(ZeroRpc.Transport.PeerRoute.None, WireEvent.InChannel(LastRequestId, "_zpc_hb", new object[] { 0 }));
        }

        Assert.Null(Listener.End);
    }

    [Fact]
    public void Only_heartbeats_count_as_signs_of_life()
    {
        OpenChannel(NewClient());

        for (int i = 0; i < 3; i++)
        {
            Transport.Deliver(ZeroRpc.Transport.PeerRoute.None, WireEvent.InChannel(LastRequestId, "STREAM", 1));
            Advance(1);
        }

        Assert.Equal(ChannelEnd.Lost, Listener.End);
    }

    [Fact]
    public void A_passive_client_sends_nothing_and_loses_nobody_before_the_first_heartbeat()
    {
        OpenChannel(NewClient(passive: true));

        Advance(100);

        Assert.Equal(["method"], Transport.SentNames);
        Assert.Null(Listener.End);
    }

    [Fact]
    public void A_passive_client_starts_one_interval_after_the_first_heartbeat()
    {
        OpenChannel(NewClient(passive: true));
        Advance(10);

        Transport.Deliver(ZeroRpc.Transport.PeerRoute.None, WireEvent.InChannel(LastRequestId, "_zpc_hb", new object[] { 0 }));
        Advance(1);

        Assert.Equal(["method", "_zpc_hb"], Transport.SentNames);
    }

    [Fact]
    public void Without_an_interval_nothing_is_sent_or_lost()
    {
        OpenChannel(NewClient(heartbeat: Timeout.InfiniteTimeSpan));

        Advance(100);

        Assert.Equal(["method"], Transport.SentNames);
        Assert.Null(Listener.End);
    }

    [Fact]
    public void A_request_that_waits_for_a_connection_has_no_heartbeat_yet()
    {
        Transport.Connected = false;
        OpenChannel(NewClient());

        Advance(100);

        Assert.Equal(["method"], Transport.SentNames);
        Assert.Null(Listener.End);
    }

    [Fact]
    public void A_closed_channel_sends_no_more()
    {
        Channel channel = OpenChannel(NewClient());

        channel.Close(ChannelEnd.Done);
        Advance(100);

        Assert.Equal(["method"], Transport.SentNames);
    }

    [Fact]
    public void A_process_that_was_stopped_for_long_does_not_take_its_peers_for_lost()
    {
        OpenChannel(NewClient());
        Advance(1);
        Transport.Deliver(ZeroRpc.Transport.PeerRoute.None, WireEvent.InChannel(LastRequestId, "_zpc_hb", new object[] { 0 }));

        Time.Advance(TimeSpan.FromMinutes(5)); // One step: the clock's next look comes five minutes late.

        Assert.Null(Listener.End);
    }

    [Fact]
    public void The_time_for_which_a_process_was_stopped_does_not_count_at_the_next_look_either()
    {
        OpenChannel(NewClient());
        Time.Advance(TimeSpan.FromMinutes(5));

        Advance(1);
        Assert.Null(Listener.End);

        Advance(1);
        Assert.Equal(ChannelEnd.Lost, Listener.End);
    }

    [Fact]
    public void The_server_s_side_sends_them_on_the_route_of_the_call()
    {
        NewServer();
        Transport.Deliver(Peer, WireEvent.Request("id", "method"));

        Advance(1);

        Assert.Equal(["_zpc_hb"], Transport.SentNames);
        Assert.Equal(Peer, Transport.Sent[0].Route);
    }

    [Fact]
    public void A_v1_client_gets_none_before_its_own()
    {
        NewServer();
        Transport.Deliver(Peer, new WireEvent(new() { ["message_id"] = "id" }, "method", Array.Empty<object>()));

        Advance(10);

        Assert.Empty(Transport.Sent);
    }

    private void Advance(int intervals)
    {
        for (int i = 0; i < intervals; i++)
        {
            Time.Advance(Interval);
        }
    }
}
