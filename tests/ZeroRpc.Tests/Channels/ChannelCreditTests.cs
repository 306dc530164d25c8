using ZeroRpc.Channels;
using ZeroRpc.Tests.Support;

namespace ZeroRpc.Tests.Channels;

/// <summary>Credits as they stand on the wire, of peers of any version and of peers that send nonsense.</summary>
public class ChannelCreditTests : ChannelTestBase
{
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

    // {"v": 3, "response_to": "id"}
    private static byte[] More(string args) =>
        Convert.FromHexString("9382a17603ab726573706f6e73655f746fa26964a95f7a70635f6d6f7265" + args);
}
