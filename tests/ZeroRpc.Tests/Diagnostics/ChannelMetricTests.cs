using ZeroRpc.Channels;
using ZeroRpc.Tests.Behaviour;
using ZeroRpc.Tests.Channels;
using ZeroRpc.Tests.Support;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Diagnostics;

/// <summary>What channels measure by themselves.</summary>
[Collection(nameof(Alone))]
public sealed class ChannelMetricTests : ChannelTestBase
{
    [Fact]
    public async Task A_sender_s_wait_for_credit_is_measured()
    {
        using var waits = new Metric<double>("zerorpc.credit.wait.duration");
        Channel channel = AcceptChannel();
        await channel.ReserveAsync(TestContext.Current.CancellationToken); // The one event that needs no grant.

        ValueTask second = channel.ReserveAsync(TestContext.Current.CancellationToken);
        Time.Advance(Interval);
        DeliverToServer("_zpc_more", new object[] { 1 });
        await second;

        Assert.Equal(["1"], waits.Read());
    }

    [Fact]
    public void A_remote_whose_heartbeats_stop_is_counted_as_lost()
    {
        using var lost = new Metric<long>("zerorpc.channels.lost");
        OpenChannel(NewClient());

        Time.Advance(Interval);
        Time.Advance(Interval);
        Time.Advance(Interval);

        Assert.Equal(["1 zerorpc.reason=heartbeat zerorpc.role=client"], lost.Read());
    }

    [Fact]
    public void A_lost_remote_ends_its_channel_though_whoever_counts_throws()
    {
        using var _ = new FaultyMeterListener();
        OpenChannel(NewClient());

        Time.Advance(Interval);
        Time.Advance(Interval);
        Time.Advance(Interval);

        Assert.Equal(ChannelEnd.Lost, Listener.End);
    }

    [Fact]
    public void A_remote_whose_connection_goes_is_counted_as_lost()
    {
        using var lost = new Metric<long>("zerorpc.channels.lost");
        AcceptChannel();

        Transport.PeerGone(Peer);

        Assert.Equal(["1 zerorpc.reason=connection zerorpc.role=server"], lost.Read());
    }

    [Fact]
    public void What_is_no_event_is_counted_as_dropped()
    {
        using var dropped = new Metric<long>("zerorpc.events.dropped");
        NewServer();

        Transport.Deliver(Peer, [0x93]);

        Assert.Equal(["1 zerorpc.reason=malformed"], dropped.Read());
    }

    [Fact]
    public void An_event_of_no_channel_is_counted_as_dropped()
    {
        using var dropped = new Metric<long>("zerorpc.events.dropped");
        NewClient();

        Transport.Deliver(PeerRoute.None, WireEvent.InChannel("unknown", "OK", new object[] { 1 }));

        Assert.Equal(["1 zerorpc.reason=no_channel"], dropped.Read());
    }

    [Fact]
    public void An_event_that_does_not_belong_there_is_counted_as_dropped()
    {
        using var dropped = new Metric<long>("zerorpc.events.dropped");
        NewClient();

        Transport.Deliver(PeerRoute.None, WireEvent.Request("id", "to_a_client"));

        Assert.Equal(["1 zerorpc.reason=unexpected"], dropped.Read());
    }
}
