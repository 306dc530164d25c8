using ZeroRpc.Channels;
using ZeroRpc.Tests.Support;

namespace ZeroRpc.Tests.Channels;

/// <summary>
/// Channels whose first event is a heartbeat, as a Python client sends it whose <c>get_task_context</c> takes longer than one interval: the
/// next event is the request.
/// </summary>
public class OpenedByHeartbeatTests : ChannelTestBase
{
    public OpenedByHeartbeatTests() => NewServer();

    [Theory]
    [InlineData("_zpc_hb")]
    [InlineData("_zpc_more")]
    public void The_next_event_is_the_request(string first)
    {
        Transport.Deliver(Peer, WireEvent.Request("id", first, 0));
        Assert.Empty(Acceptor.Accepted);

        DeliverToServer("method", Array.Empty<object>());

        Channel channel = Assert.Single(Acceptor.Accepted);
        Assert.Equal("method", Assert.Single(Acceptor.Names));
        Assert.False(channel.IsEnded);
    }

    [Fact]
    public void Further_heartbeats_come_before_it()
    {
        Transport.Deliver(Peer, WireEvent.Request("id", "_zpc_hb", 0));
        for (int i = 0; i < 10; i++)
        {
            Time.Advance(Interval);
            DeliverToServer("_zpc_hb", new object[] { 0 });
        }

        DeliverToServer("OK", Array.Empty<object>());

        Assert.Equal("OK", Assert.Single(Acceptor.Names));
    }

    [Fact]
    public void A_second_request_on_the_channel_is_none()
    {
        Transport.Deliver(Peer, WireEvent.Request("id", "_zpc_hb", 0));
        DeliverToServer("method", Array.Empty<object>());

        DeliverToServer("again", Array.Empty<object>());

        Assert.Equal("method", Assert.Single(Acceptor.Names));
    }

    [Fact]
    public void A_peer_that_falls_silent_before_it_is_lost()
    {
        Transport.Deliver(Peer, WireEvent.Request("id", "_zpc_hb", 0));
        for (int i = 0; i < 3; i++)
        {
            Time.Advance(Interval);
        }

        DeliverToServer("method", Array.Empty<object>());

        Assert.Empty(Acceptor.Accepted);
    }

    [Fact]
    public void A_v1_peer_that_begins_so_gets_heartbeats()
    {
        Transport.Deliver(Peer, new WireEvent(new() { ["message_id"] = "id" }, "_zpc_hb", new object[] { 0 }));

        Time.Advance(Interval);

        Assert.Equal(["_zpc_hb"], Transport.SentNames);
    }
}
