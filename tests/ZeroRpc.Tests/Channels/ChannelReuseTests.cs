using ZeroRpc.Channels;
using ZeroRpc.Events;
using ZeroRpc.Tests.Support;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Channels;

/// <summary>When a channel serves a second call, and that nothing of the first reaches it.</summary>
public class ChannelReuseTests : ChannelTestBase
{
    [Fact]
    public void A_channel_that_ended_with_its_reply_serves_the_next_call()
    {
        ChannelMultiplexer client = NewClient();
        Channel first = OpenChannel(client);
        byte[] firstId = LastRequestId;

        Assert.True(ReleaseAfterReply(first));

        Assert.Same(first, OpenChannel(client));
        Assert.NotEqual(firstId, WireEvent.Decode(Transport.Sent[^1].Body).MessageId);
        Assert.Equal(1, client.LiveChannels);
    }

    [Fact]
    public void It_has_no_room_left_from_the_call_before()
    {
        ChannelMultiplexer client = NewClient();
        Channel first = OpenChannel(client);
        DeliverToClient("_zpc_more", new object[] { 50 });

        Assert.True(ReleaseAfterReply(first));

        Assert.Equal(0, TakeAll(OpenChannel(client)));
    }

    [Fact]
    public void It_takes_the_next_peer_for_what_that_is()
    {
        ChannelMultiplexer client = NewClient();
        Channel first = OpenChannel(client);
        Assert.True(ReleaseAfterReply(first, version: 2)); // For whom a heartbeat is a credit.
        Channel next = OpenChannel(client);
        byte[] id = WireEvent.Decode(Transport.Sent[^1].Body).MessageId;

        Transport.Deliver(PeerRoute.None, WireEvent.InChannel(id, "_zpc_hb", new object[] { 7 }));

        Assert.Equal(0, TakeAll(next));
    }

    [Fact]
    public void What_was_found_for_the_call_before_does_not_reach_the_next()
    {
        ChannelMultiplexer client = NewClient();
        Channel first = OpenChannel(client);
        IncomingEvent late = Read(WireEvent.InChannel(LastRequestId, "OK", new object[] { 1 }));
        Assert.True(ReleaseAfterReply(first));
        Channel next = OpenChannel(client);
        Listener.Events.Clear();

        next.OnEvent(late);

        Assert.Empty(Listener.Events);
    }

    [Fact]
    public void An_end_that_was_meant_for_the_call_before_does_not_end_the_next()
    {
        ChannelMultiplexer client = NewClient();
        Channel first = OpenChannel(client);
        int generation = first.Generation;
        Assert.True(ReleaseAfterReply(first));
        Channel next = OpenChannel(client);

        next.End(ChannelEnd.PeerGone, generation);

        Assert.False(next.IsEnded);
    }

    [Fact]
    public void One_that_the_clock_came_to_is_not_used_again()
    {
        Channel channel = OpenChannel(NewClient());
        Time.Advance(Interval);

        Assert.False(ReleaseAfterReply(channel));
    }

    [Fact]
    public void One_of_which_more_than_the_request_was_sent_is_not_used_again()
    {
        Channel channel = AcceptChannel();
        Assert.True(channel.TryReserve());
        channel.Send(EventOf(10));
        channel.Close(ChannelEnd.Done);

        Assert.False(channel.TryRelease());
    }

    [Fact]
    public void One_whose_request_may_still_wait_is_not_used_again()
    {
        Transport.Connected = false;
        Channel channel = OpenChannel(NewClient());

        Assert.False(ReleaseAfterReply(channel));
    }

    [Theory]
    [InlineData(nameof(ChannelEnd.Abandoned))]
    [InlineData(nameof(ChannelEnd.Lost))]
    public void One_that_ended_otherwise_is_not_used_again(string end)
    {
        Channel channel = OpenChannel(NewClient());
        channel.Close(Enum.Parse<ChannelEnd>(end));

        Assert.False(channel.TryRelease());
    }

    [Fact]
    public void A_server_s_channel_serves_the_next_call_once_its_reply_is_sent()
    {
        Channel first = AcceptChannel();
        Assert.True(first.TryReserve());
        first.SendLast(EventOf(10));

        Assert.True(first.TryRelease());

        Transport.Deliver(Other, Request("07"));
        Assert.Same(first, Acceptor.Accepted[^1]);
        Assert.Equal(Other, first.Route);
    }

    private bool ReleaseAfterReply(Channel channel, int version = 3)
    {
        DeliverToClient("OK", new object[] { 1 }, version);
        channel.Close(ChannelEnd.Done);
        return channel.TryRelease();
    }

    private static IncomingEvent Read(WireEvent sent)
    {
        Assert.True(EventReader.TryRead(new IncomingMessage(PeerRoute.None, sent.Encode()), 100, out IncomingEvent read, out _));
        return read;
    }
}
