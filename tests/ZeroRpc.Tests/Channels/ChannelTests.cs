using ZeroRpc.Channels;
using ZeroRpc.Events;
using ZeroRpc.Tests.Support;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Channels;

/// <summary>One channel's room, size limit and end, seen from its peer.</summary>
public class ChannelTests : ChannelTestBase
{
    [Fact]
    public void A_new_channel_has_room_for_one_event_of_each_side()
    {
        Channel channel = AcceptChannel();

        Assert.True(channel.TryReserve());
        Assert.False(channel.TryReserve());
    }

    [Fact]
    public void A_request_that_no_transport_claimed_was_not_sent_and_never_is_once_the_channel_has_ended()
    {
        Transport.Connected = false;
        Channel channel = OpenChannel(NewClient());

        channel.Close(ChannelEnd.Abandoned);

        Assert.False(Transport.Sent[0].Origin!.TryClaim());
        Assert.False(channel.MayHaveBeenSent);
    }

    [Fact]
    public void A_request_that_a_transport_claimed_may_have_been_sent()
    {
        Transport.Connected = false;
        Channel channel = OpenChannel(NewClient());

        Assert.True(Transport.Sent[0].Origin!.TryClaim());
        channel.Close(ChannelEnd.Abandoned);

        Assert.True(channel.MayHaveBeenSent);
    }

    [Fact]
    public void A_channel_whose_request_a_transport_claimed_is_not_closed_as_unsent()
    {
        Transport.Connected = false;
        Channel channel = OpenChannel(NewClient());

        Transport.Sent[0].Origin!.TryClaim();

        Assert.False(channel.Close(ChannelEnd.Abandoned, onlyIfUnsent: true));
        Assert.False(channel.IsEnded);
    }

    [Fact]
    public void A_client_s_request_uses_its_one_slot()
    {
        Channel channel = OpenChannel(NewClient());

        Assert.False(channel.TryReserve());
    }

    [Theory]
    [InlineData(nameof(EventNames.Ok))]
    [InlineData(nameof(EventNames.Error))]
    [InlineData(nameof(EventNames.Stream))]
    [InlineData(nameof(EventNames.StreamDone))]
    public void Every_event_but_heartbeats_and_credits_fills_the_window(string name)
    {
        string wireName = name switch { "Ok" => "OK", "Error" => "ERR", "Stream" => "STREAM", _ => "STREAM_DONE" };
        OpenChannel(NewClient(), window: 2);

        DeliverToClient(wireName, null);
        DeliverToClient(wireName, null);
        Assert.Null(Listener.End);

        DeliverToClient(wireName, null);
        Assert.Equal(ChannelEnd.Violated, Listener.End);
        Assert.Equal(2, Listener.Events.Count);
    }

    [Fact]
    public void Heartbeats_and_credits_take_no_room()
    {
        OpenChannel(NewClient(), window: 2);

        for (int i = 0; i < 100; i++)
        {
            DeliverToClient("_zpc_hb", new object[] { 0 });
            DeliverToClient("_zpc_more", new object[] { 1 });
        }

        Assert.Null(Listener.End);
        Assert.Empty(Listener.Events);
    }

    [Fact]
    public async Task A_producer_without_credit_waits_for_it()
    {
        Channel channel = AcceptChannel();
        await channel.ReserveAsync(TestContext.Current.CancellationToken);

        ValueTask waiting = channel.ReserveAsync(TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        DeliverToServer("_zpc_more", new object[] { 2 });

        await waiting;
        Assert.True(channel.TryReserve());
        Assert.False(channel.TryReserve());
    }

    [Fact]
    public async Task A_producer_that_waits_goes_on_sending_heartbeats()
    {
        Channel channel = AcceptChannel();
        await channel.ReserveAsync(TestContext.Current.CancellationToken);
        ValueTask waiting = channel.ReserveAsync(TestContext.Current.CancellationToken);

        Time.Advance(Interval);
        Time.Advance(Interval);

        Assert.False(waiting.IsCompleted);
        Assert.Equal(["_zpc_hb", "_zpc_hb"], Transport.SentNames);
    }

    [Fact]
    public async Task A_producer_that_waits_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        Channel channel = AcceptChannel();
        await channel.ReserveAsync(cancellation.Token);
        Task waiting = channel.ReserveAsync(cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_producer_that_waits_is_let_go_when_the_channel_ends()
    {
        Channel channel = AcceptChannel();
        await channel.ReserveAsync(TestContext.Current.CancellationToken);
        ValueTask waiting = channel.ReserveAsync(TestContext.Current.CancellationToken);

        Transport.PeerGone(Peer);

        await waiting;
        Assert.True(channel.IsEnded);
        channel.Send(EventOf(10));
        Assert.Empty(Transport.Sent);
    }

    [Fact]
    public void Room_that_could_not_be_used_is_there_for_the_error()
    {
        Channel channel = AcceptChannel();
        Assert.True(channel.TryReserve());

        Assert.Throws<MessageTooLargeException>(() => channel.Send(EventOf(1001)));
        channel.PutBack();

        Assert.True(channel.TryReserve());
        Assert.False(channel.TryReserve());
    }

    [Fact]
    public void Nothing_is_reserved_on_a_connection_that_is_full()
    {
        Channel channel = AcceptChannel();
        Transport.Room = false;
        Assert.False(channel.TryReserve());

        Transport.Room = true;
        Assert.True(channel.TryReserve());
    }

    [Fact]
    public void A_reply_longer_than_the_limit_is_not_sent()
    {
        Channel channel = AcceptChannel();

        MessageTooLargeException error = Assert.Throws<MessageTooLargeException>(() => channel.Send(EventOf(1001)));

        Assert.StartsWith("The event is 1,001 bytes long, the limit is 1,000", error.Message);
        Assert.Empty(Transport.Sent);
        channel.Send(EventOf(1000));
        Assert.Single(Transport.Sent);
    }

    [Fact]
    public void A_request_longer_than_the_limit_is_not_sent()
    {
        Channel channel = NewClient().Open(Listener, 100);

        Assert.Throws<MessageTooLargeException>(() => channel.SendRequest(EventOf(1001)));

        Assert.Empty(Transport.Sent);
    }

    [Fact]
    public void An_event_whose_version_is_no_number_ends_the_channel()
    {
        OpenChannel(NewClient());

        Transport.Deliver(
            PeerRoute.None, new WireEvent(new() { ["response_to"] = LastRequestId, ["v"] = "3" }, "OK", new object[] { 1 }));

        Assert.Empty(Listener.Events);
        Assert.Equal((ChannelEnd.Violated, "its protocol version is no number"), (Listener.End, Listener.Fault?.Reason));
        Assert.Equal("Dropped the event OK from peer: its protocol version is no number; the channel ends", Logger.LatestRecord.Message);
    }

    [Fact]
    public void A_method_s_name_within_a_channel_is_dropped()
    {
        AcceptChannel();

        DeliverToServer("method", Array.Empty<object>());

        Assert.Equal("Dropped the event method from 010203: no event of that name belongs in a channel", Logger.LatestRecord.Message);
        Assert.Single(Acceptor.Accepted);
    }

    [Fact]
    public void More_than_the_window_ends_the_channel_and_says_why()
    {
        ChannelMultiplexer client = NewClient();
        OpenChannel(client, window: 10);

        for (int i = 0; i < 1000; i++)
        {
            DeliverToClient("STREAM", i);
        }

        Assert.Equal(10, Listener.Events.Count);
        Assert.Equal(ChannelEnd.Violated, Listener.End);
        Assert.Equal(0, client.LiveChannels);
        Assert.Contains(Logger.Collector.GetSnapshot(), record =>
            record.Message == "Dropped the event STREAM from peer: it sent more than the window of 10 allows; the channel ends");
    }

    [Fact]
    public void A_channel_ends_once()
    {
        Channel channel = OpenChannel(NewClient());

        Assert.True(channel.Close(ChannelEnd.Done));

        Assert.False(channel.Close(ChannelEnd.Abandoned));
        Transport.PeerGone(PeerRoute.None);
        Assert.Null(Listener.End);
    }

    [Fact]
    public void What_was_given_up_may_be_withdrawn_and_what_is_done_may_not()
    {
        ChannelMultiplexer client = NewClient();
        Channel abandoned = OpenChannel(client);
        Channel done = OpenChannel(client);

        abandoned.Close(ChannelEnd.Abandoned);
        done.Close(ChannelEnd.Done);

        Assert.True(Transport.Sent[0].Origin!.IsWithdrawn);
        Assert.False(Transport.Sent[1].Origin!.IsWithdrawn);
    }
}
