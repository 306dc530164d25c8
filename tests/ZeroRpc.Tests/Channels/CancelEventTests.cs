using System.Globalization;
using ZeroRpc.Channels;
using ZeroRpc.Events;
using ZeroRpc.Tests.Support;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Channels;

/// <summary>What we add to the protocol (docs/protocol.md, section 11): who is asked, who is told, and that stock peers are not.</summary>
public class CancelEventTests : ChannelTestBase
{
    private const string Entry = "_zpc_cancel";

    [Fact]
    public void The_first_request_asks_and_after_a_stock_reply_none_has_anything_added()
    {
        ChannelMultiplexer client = NewClient();
        Assert.True(OpenChannel(client).AsksForCancel);

        DeliverToClient("OK", new object[] { 1 });

        Channel second = client.Open(Listener, 100);
        Assert.False(second.MayTakeAdded);
        Assert.False(second.AsksForCancel);
    }

    [Fact]
    public void After_the_reply_of_one_of_ours_requests_need_not_ask()
    {
        ChannelMultiplexer client = NewClient();
        OpenChannel(client);

        Answer("OK");

        Channel second = client.Open(Listener, 100);
        Assert.True(second.MayTakeAdded);
        Assert.False(second.AsksForCancel);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_new_connection_is_asked_again(bool takesCancel)
    {
        ChannelMultiplexer client = NewClient();
        OpenChannel(client);
        Answer("OK", takesCancel);

        Transport.PeerGone(PeerRoute.None);

        Assert.True(client.Open(Listener, 100).AsksForCancel);
    }

    [Fact]
    public void Leaving_a_call_tells_a_peer_of_ours()
    {
        ChannelMultiplexer client = NewClient();
        Channel channel = OpenChannel(client);
        Answer("_zpc_hb");

        channel.Close(ChannelEnd.Abandoned);

        WireEvent told = WireEvent.Decode(Transport.Sent[^1].Body);
        Assert.Equal(Entry, told.Name);
        Assert.Equal(LastRequestId, told.ResponseTo);
        Assert.Equal(Array.Empty<object>(), told.Args);
    }

    [Fact]
    public void Leaving_a_call_is_not_told_to_a_stock_peer()
    {
        ChannelMultiplexer client = NewClient();
        Channel channel = OpenChannel(client);
        Answer("_zpc_hb", takesCancel: false);

        channel.Close(ChannelEnd.Abandoned);

        Assert.Equal(["method"], Transport.SentNames);
    }

    [Fact]
    public void Leaving_a_call_is_not_told_to_a_peer_that_has_shown_nothing()
    {
        Channel channel = OpenChannel(NewClient());

        channel.Close(ChannelEnd.Abandoned);

        Assert.Equal(["method"], Transport.SentNames);
    }

    [Fact]
    public void A_call_that_ends_with_its_reply_tells_nobody()
    {
        ChannelMultiplexer client = NewClient();
        Channel channel = OpenChannel(client);
        Answer("OK");

        channel.Close(ChannelEnd.Done);

        Assert.Equal(["method"], Transport.SentNames);
    }

    [Fact]
    public void A_call_that_was_never_sent_tells_nobody()
    {
        ChannelMultiplexer client = NewClient();
        OpenChannel(client);
        Answer("OK");
        Transport.Connected = false;
        Channel waiting = OpenChannel(client);

        waiting.Close(ChannelEnd.Abandoned);

        Assert.Equal(["method", "method"], Transport.SentNames);
    }

    [Fact]
    public void Between_several_peers_only_what_the_call_s_own_has_shown_counts()
    {
        Transport.PeerCount = 2;
        ChannelMultiplexer client = NewClient();
        OpenChannel(client);
        Answer("OK");

        Channel second = OpenChannel(client);
        second.Close(ChannelEnd.Abandoned);

        Assert.True(second.AsksForCancel);
        Assert.Equal(["method", "method"], Transport.SentNames);
    }

    [Fact]
    public void A_server_answers_the_question_with_its_first_event_only()
    {
        Channel channel = AcceptAsked(asks: true);

        SendItem(channel);
        DeliverToServer("_zpc_more", new object[] { 10 });
        SendItem(channel);

        Assert.Equal(true, HeaderOf(0).GetValueOrDefault(Entry));
        Assert.False(HeaderOf(1).ContainsKey(Entry));
    }

    [Fact]
    public void A_server_that_was_not_asked_adds_nothing()
    {
        SendItem(AcceptAsked(asks: false));

        Assert.Equal(["message_id", "v", "response_to"], HeaderOf(0).Keys);
    }

    [Fact]
    public void At_a_server_it_ends_the_channel_and_takes_no_room()
    {
        Acceptor.Listener = Listener;
        Channel channel = AcceptAsked(asks: true);

        DeliverToServer(Entry, Array.Empty<object>());

        Assert.True(channel.IsEnded);
        Assert.Equal(ChannelEnd.Cancelled, Listener.End);
        Assert.Empty(Listener.Events);
    }

    [Fact]
    public void At_a_client_it_is_dropped()
    {
        Channel channel = OpenChannel(NewClient());

        Answer(Entry);

        Assert.False(channel.IsEnded);
        Assert.Equal("Dropped the event _zpc_cancel from peer: a client's calls are its own to cancel", Logger.LatestRecord.Message);
    }

    [Theory]
    [InlineData(true, new[] { 100, 51, 200 })] // all 200, for the largest grant is what a peer may have at most
    [InlineData(false, new[] { 100, 51, 51 })]
    public void Only_a_peer_of_ours_is_granted_more_for_a_stream_that_waits_for_grants(bool isOurs, int[] grants)
    {
        Channel channel = OpenChannel(NewClient(), window: null);

        for (int item = 0; item < 150; item++)
        {
            channel.BeforeRead();
            Answer("STREAM", isOurs);
            channel.AfterRead();
        }

        Assert.Equal(grants, Transport.Sent.Select(message => WireEvent.Decode(message.Body)).Where(sent => sent.Name == "_zpc_more")
            .Select(sent => Convert.ToInt32(((object[])sent.Args!)[0], CultureInfo.InvariantCulture)));
    }

    private void Answer(string name, bool takesCancel = true)
    {
        WireEvent answer = WireEvent.InChannel(LastRequestId, name, new object[] { 0 });
        if (takesCancel)
        {
            answer.Header![Entry] = true;
        }

        Transport.Deliver(PeerRoute.None, answer);
    }

    private Channel AcceptAsked(bool asks)
    {
        NewServer();
        WireEvent request = WireEvent.Request("id", "method");
        if (asks)
        {
            request.Header![Entry] = true;
        }

        Transport.Deliver(Peer, request);
        return Acceptor.Accepted.Single();
    }

    private static void SendItem(Channel channel)
    {
        Assert.True(channel.TryReserve());
        EventBuffer buffer = channel.BeginEvent(EventNames.Stream);
        buffer.Append([0xc0]);
        channel.Send(buffer);
    }

    private Dictionary<object, object?> HeaderOf(int index) => WireEvent.Decode(Transport.Sent[index].Body).Header!;
}
