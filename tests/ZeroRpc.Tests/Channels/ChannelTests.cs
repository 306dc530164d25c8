using ZeroRpc.Channels;
using ZeroRpc.Events;
using ZeroRpc.Tests.Support;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Channels;

/// <summary>One channel's credit, versions and end, seen from its peer.</summary>
public class ChannelTests : ChannelTestBase
{
    private static readonly byte[] StreamBytes = [.. EventNames.Stream];

    [Fact]
    public void A_new_channel_has_room_for_one_event_of_each_side()
    {
        Channel channel = AcceptChannel();

        Assert.True(channel.TryReserve());
        Assert.False(channel.TryReserve());
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
        channel.Send(StreamBytes);
        Assert.Empty(Transport.Sent);
    }

    [Fact]
    public void Room_that_could_not_be_used_is_there_for_the_error()
    {
        Channel channel = AcceptChannel();
        Assert.True(channel.TryReserve());

        Assert.Throws<MessageTooLargeException>(() => channel.Send(new byte[1001]));
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

        MessageTooLargeException error = Assert.Throws<MessageTooLargeException>(() => channel.Send(new byte[1001]));

        Assert.StartsWith("The event is 1,001 bytes long, the limit is 1,000", error.Message);
        Assert.Empty(Transport.Sent);
        channel.Send(new byte[1000]);
        Assert.Single(Transport.Sent);
    }

    [Fact]
    public void A_request_longer_than_the_limit_is_not_sent()
    {
        Channel channel = NewClient().Open(Listener, 100);

        Assert.Throws<MessageTooLargeException>(() => channel.SendRequest(new byte[1001]));

        Assert.Empty(Transport.Sent);
    }

    [Fact]
    public void A_reader_grants_the_window_before_its_second_read_as_python_does()
    {
        Channel channel = OpenChannel(NewClient());
        DeliverToClient("STREAM", 1);

        channel.BeforeRead();
        channel.AfterRead();
        Assert.Equal(["method"], Transport.SentNames);

        channel.BeforeRead();
        WireEvent grant = WireEvent.Decode(Transport.Sent[1].Body);
        Assert.Equal("_zpc_more", grant.Name);
        Assert.Equal(new object[] { (byte)100 }, grant.Args);
        Assert.Equal(LastRequestId, grant.ResponseTo);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public void A_peer_before_v3_gets_its_credit_by_the_name_of_a_heartbeat(int version)
    {
        Channel channel = OpenChannel(NewClient());
        DeliverToClient("STREAM", 1, version);
        channel.BeforeRead();
        channel.AfterRead();
        channel.BeforeRead();

        WireEvent grant = WireEvent.Decode(Transport.Sent[1].Body);
        Assert.Equal("_zpc_hb", grant.Name);
        Assert.Equal(new object[] { (byte)100 }, grant.Args);
    }

    [Fact]
    public void A_v2_peer_s_heartbeat_is_a_credit_too()
    {
        Channel channel = AcceptChannel(version: 2);
        channel.TryReserve();

        DeliverToServer("_zpc_hb", new object[] { 0 });
        Assert.False(channel.TryReserve());

        DeliverToServer("_zpc_hb", new object[] { 3 });
        Assert.Equal(3, TakeAll(channel));
    }

    [Fact]
    public void A_v3_peer_s_heartbeat_is_no_credit()
    {
        Channel channel = AcceptChannel();
        channel.TryReserve();

        DeliverToServer("_zpc_hb", new object[] { 3 });

        Assert.False(channel.TryReserve());
    }

    [Fact]
    public void The_first_event_received_tells_the_version_for_good()
    {
        Channel channel = OpenChannel(NewClient());
        DeliverToClient("STREAM", 1);
        DeliverToClient("STREAM", 2, version: 2);
        for (int i = 0; i < 2; i++)
        {
            channel.BeforeRead();
            channel.AfterRead();
        }

        Assert.Equal(["method", "_zpc_more"], Transport.SentNames);
    }

    [Theory]
    [InlineData("92ff01")] // negative
    [InlineData("91ff")]
    [InlineData("91d38000000000000000")]
    [InlineData("91a131")]
    [InlineData("91c0")]
    [InlineData("91cb4000000000000000")]
    [InlineData("90")]
    [InlineData("c0")]
    [InlineData("80")]
    [InlineData("919101")]
    public void A_grant_that_is_no_whole_number_is_dropped_and_the_channel_goes_on(string args)
    {
        Channel channel = AcceptChannel();
        channel.TryReserve();

        Transport.Deliver(Peer, More(args));
        Assert.Equal("Dropped the event _zpc_more from 010203: it grants no whole number of events from 0 up", Logger.LatestRecord.Message);
        Assert.False(channel.TryReserve());

        DeliverToServer("_zpc_more", new object[] { 1 });
        Assert.Equal(1, TakeAll(channel));
    }

    [Theory]
    [InlineData("01", 1)]
    [InlineData("9105", 5)]
    [InlineData("9205c0", 5)]
    [InlineData("91cc05", 5)]
    [InlineData("91d30000000000000005", 5)]
    public void A_grant_may_come_in_any_form_of_an_integer(string args, int expected)
    {
        Channel channel = AcceptChannel();
        channel.TryReserve();

        Transport.Deliver(Peer, More(args));

        Assert.Equal(expected, TakeAll(channel));
    }

    [Theory]
    [InlineData("91cfffffffffffffffff")]
    [InlineData("91d34000000000000000")]
    public void A_grant_of_any_size_is_just_that(string args)
    {
        Channel channel = AcceptChannel();

        for (int i = 0; i < 5; i++)
        {
            Transport.Deliver(Peer, More(args));
        }

        Assert.True(channel.TryReserve());
        Assert.Empty(Logger.Collector.GetSnapshot());
    }

    [Fact]
    public void An_event_whose_version_is_no_number_is_dropped()
    {
        OpenChannel(NewClient());

        Transport.Deliver(
            PeerRoute.None, new WireEvent(new() { ["response_to"] = LastRequestId, ["v"] = "3" }, "OK", new object[] { 1 }));

        Assert.Empty(Listener.Events);
        Assert.Equal("Dropped the event OK from peer: its protocol version is no number", Logger.LatestRecord.Message);
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
            record.Message == "Dropped the event STREAM from peer: the peer sends more than its window allows; the channel ends");
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

    private static int TakeAll(Channel channel)
    {
        int count = 0;
        while (channel.TryReserve())
        {
            count++;
        }

        return count;
    }

    // {"v": 3, "response_to": "id"}
    private static byte[] More(string args) =>
        Convert.FromHexString("9382a17603ab726573706f6e73655f746fa26964a95f7a70635f6d6f7265" + args);

    private Channel AcceptChannel(int version = 3)
    {
        NewServer();
        Transport.Deliver(Peer, new WireEvent(new() { ["message_id"] = "id", ["v"] = version }, "method", Array.Empty<object>()));
        return Acceptor.Accepted.Single();
    }

    private void DeliverToServer(string name, object? args) => Transport.Deliver(Peer, WireEvent.InChannel("id", name, args));

    private void DeliverToClient(string name, object? args, int version = 3) =>
        Transport.Deliver(PeerRoute.None, WireEvent.InChannel(LastRequestId, name, args, version));
}
