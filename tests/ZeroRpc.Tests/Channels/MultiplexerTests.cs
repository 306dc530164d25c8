using ZeroRpc.Channels;
using ZeroRpc.Events;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Channels;

/// <summary>Which event goes to which channel, which opens one, and what becomes of the rest.</summary>
public class MultiplexerTests : ChannelTestBase
{
    public static TheoryData<string> Ids =>
    [
        "a26964", // str
        "c4026964", // bin
        "07",
        "d3ffffffffffffffff",
        "d9" + "64" + string.Concat(Enumerable.Repeat("78", 100)),
        "c501f4" + string.Concat(Enumerable.Repeat("ff", 500)),
        "ca40490fdb",
        "d4017f", // ext
        "c3",
    ];

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_answer_repeats_the_request_s_id_in_its_type_and_bytes(string id)
    {
        NewServer();
        Transport.Deliver(Peer, Request(id));

        Send(Acceptor.Accepted.Single(), EventNames.Ok);

        Assert.Contains("ab726573706f6e73655f746f" + id + "a24f4b", Convert.ToHexStringLower(Transport.Sent.Single().Body.Span));
        Assert.Equal(Peer, Transport.Sent[0].Route);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_event_finds_its_channel_by_type_and_bytes_of_the_id(string id)
    {
        NewServer();
        Acceptor.Listener = Listener;
        Transport.Deliver(Peer, Request(id));

        Transport.Deliver(Peer, InChannel(id));

        Assert.Equal([EventKind.Stream], Listener.Events);
    }

    [Fact]
    public void A_str_does_not_find_the_channel_of_a_bin()
    {
        NewServer();
        Acceptor.Listener = Listener;
        Transport.Deliver(Peer, Request("c4026964"));

        Transport.Deliver(Peer, InChannel("a26964"));

        Assert.Empty(Listener.Events);
        Assert.Equal("Dropped the event STREAM from 010203: its channel a26964 does not exist or has ended", Logger.LatestRecord.Message);
    }

    [Fact]
    public void Two_peers_may_choose_the_same_id()
    {
        ChannelMultiplexer server = NewServer();
        Transport.Deliver(Peer, Request("07"));
        Transport.Deliver(Other, Request("07"));

        Send(Acceptor.Accepted[1], EventNames.Ok);

        Assert.Equal(2, server.LiveChannels);
        Assert.Equal(Other, Transport.Sent.Single().Route);
    }

    [Fact]
    public void A_peer_does_not_reach_another_s_channel()
    {
        NewServer();
        Acceptor.Listener = Listener;
        Transport.Deliver(Peer, Request("07"));

        Transport.Deliver(Other, InChannel("07"));

        Assert.Empty(Listener.Events);
    }

    [Fact]
    public void A_second_request_with_a_live_id_is_dropped()
    {
        ChannelMultiplexer server = NewServer();
        Transport.Deliver(Peer, Request("07"));

        Transport.Deliver(Peer, Request("07"));

        Assert.Single(Acceptor.Accepted);
        Assert.Equal(1, server.LiveChannels);
        Assert.Equal("Dropped the event m from 010203: its message_id is that of a live channel", Logger.LatestRecord.Message);
    }

    [Fact]
    public void An_id_whose_channel_has_ended_may_be_used_again()
    {
        NewServer();
        Transport.Deliver(Peer, Request("07"));
        Acceptor.Accepted[0].Close(ChannelEnd.Done);

        Transport.Deliver(Peer, Request("07"));

        Assert.Equal(2, Acceptor.Accepted.Count);
    }

    [Fact]
    public void The_end_of_an_earlier_channel_leaves_the_later_one_of_that_id_alive()
    {
        ChannelMultiplexer server = NewServer();
        Transport.Deliver(Peer, Request("07"));
        Acceptor.Accepted[0].Close(ChannelEnd.Done);
        Transport.Deliver(Peer, Request("07"));

        server.Remove(Acceptor.Accepted[0]);

        Assert.Equal(1, server.LiveChannels);
    }

    [Fact]
    public void A_response_to_of_nil_makes_a_request()
    {
        NewServer();

        Transport.Deliver(Peer, Convert.FromHexString("9383aa6d6573736167655f696407a17603ab726573706f6e73655f746fc0a16d90"));

        Assert.Single(Acceptor.Accepted);
    }

    [Fact]
    public void Keys_of_bin_are_read_as_those_of_str()
    {
        NewServer();

        Transport.Deliver(Peer, Convert.FromHexString("9382c40a6d6573736167655f696407a17603c4016d90"));

        Assert.Equal("07", Acceptor.Accepted.Single().Id.ToString());
    }

    [Theory]
    [InlineData("80")]
    [InlineData("81aa6d6573736167655f6964c0")]
    [InlineData("81aa6d6573736167655f696490")]
    [InlineData("81aa6d6573736167655f696480")]
    [InlineData("c0")]
    [InlineData("a0")]
    public void A_request_without_an_id_that_an_answer_could_name_is_dropped(string header)
    {
        ChannelMultiplexer server = NewServer();

        Transport.Deliver(Peer, Convert.FromHexString("93" + header + "a16d90"));

        Assert.Equal(0, server.LiveChannels);
        Assert.Equal("Dropped the event m from 010203: it has no message_id that an answer could name", Logger.LatestRecord.Message);
    }

    [Fact]
    public void A_request_whose_version_is_no_number_is_passed_on_to_be_refused_in_the_present_version()
    {
        NewServer();

        Transport.Deliver(Peer, Convert.FromHexString("9382aa6d6573736167655f696407a176a133a16d90"));

        Assert.Equal(("its protocol version is no number", 3), (Acceptor.Last.Fault?.Reason, Acceptor.Last.Header.Version));
    }

    [Fact]
    public void A_message_that_is_no_event_is_dropped_with_the_reason()
    {
        NewServer();

        Transport.Deliver(Peer, [0x93, 0x80]);

        Assert.Equal(
            "Dropped a message of 2 bytes from 010203 that is not an event: an array or map announces 3 values where 1 bytes follow",
            Logger.LatestRecord.Message);
    }

    [Fact]
    public void A_client_takes_no_requests()
    {
        ChannelMultiplexer client = NewClient();

        Transport.Deliver(PeerRoute.None, Request("07"));

        Assert.Equal(0, client.LiveChannels);
        Assert.Equal("Dropped the event m from peer: a client takes no requests", Logger.LatestRecord.Message);
        Assert.Empty(Transport.Sent);
    }

    [Fact]
    public void A_peer_that_is_gone_takes_all_its_channels_along_and_no_other_s()
    {
        ChannelMultiplexer server = NewServer();
        for (int i = 0; i < 10; i++)
        {
            Transport.Deliver(Peer, Request($"{i:x2}"));
        }

        Transport.Deliver(Other, Request("07"));

        Transport.PeerGone(Peer);

        Assert.All(Acceptor.Accepted.Take(10), channel => Assert.True(channel.IsEnded));
        Assert.False(Acceptor.Accepted[10].IsEnded);
        Assert.Equal(1, server.LiveChannels);
    }

    [Fact]
    public void A_client_whose_server_is_gone_loses_all_its_calls()
    {
        ChannelMultiplexer client = NewClient();
        OpenChannel(client);
        OpenChannel(client);

        Transport.PeerGone(PeerRoute.None);

        Assert.Equal(0, client.LiveChannels);
        Assert.Equal(ChannelEnd.PeerGone, Listener.End);
    }

    [Fact]
    public void Ending_all_channels_tells_their_users()
    {
        ChannelMultiplexer client = NewClient();
        OpenChannel(client);

        client.EndAll(ChannelEnd.Disposed);

        Assert.Equal(ChannelEnd.Disposed, Listener.End);
        Assert.Equal(0, client.LiveChannels);
    }

    private static void Send(Channel channel, ReadOnlySpan<byte> name)
    {
        Assert.True(channel.TryReserve());
        EventBuffer buffer = channel.BeginEvent(name);
        buffer.Append([0x91, 0xc0]);
        channel.Send(buffer);
    }

    // [{"v": 3, "response_to": id}, "STREAM", nil]
    private static byte[] InChannel(string id) => Convert.FromHexString("9382a17603ab726573706f6e73655f746f" + id + "a653545245414dc0");
}
