using ZeroRpc.Client.Links;
using ZeroRpc.Tests.Channels;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Client.Links;

/// <summary>When a remote that was lost is asked whether it lives again.</summary>
public sealed class LinkHealthTests : ChannelTestBase
{
    private static readonly TimeSpan LongerThanAnyBackoff = TimeSpan.FromMinutes(1);

    private readonly List<TaskCompletionSource> _pings = [];
    private readonly LinkHealth _health;

    public LinkHealthTests()
    {
        var link = new Link(TransportScheme.Tcp, Transport, Options(passive: false, heartbeat: null, window: 100), Logger);
        _health = new LinkHealth(link, link.Channels.Options.Clock, () => true, PingAsync, _ => { });
    }

    [Fact]
    public void A_lost_remote_on_an_open_connection_is_asked_when_its_time_has_come()
    {
        _health.OnLost();
        Assert.Empty(_pings);

        Time.Advance(LongerThanAnyBackoff);

        Assert.Single(_pings);
        Assert.Equal(ZeroRpcConnectionState.Reconnecting, _health.State);
    }

    [Fact]
    public void A_time_that_comes_while_the_ping_before_winds_up_is_not_missed()
    {
        LoseAndWait();
        LoseAndWait(); // As when the ping's own channel was lost: its task ends a moment later.
        Assert.Single(_pings);

        _pings[0].SetException(new LostRemoteException("lost"));

        Assert.Equal(2, _pings.Count);
    }

    [Fact]
    public void A_doubt_while_a_ping_is_under_way_asks_no_second_time()
    {
        ((ZeroRpc.Channels.IPeerWatcher)_health).OnPeerCame();
        _health.OnDoubted();
        _health.OnDoubted();

        _health.OnHeard();
        _pings[0].SetResult();

        Assert.Single(_pings);
    }

    [Fact]
    public void A_doubt_between_the_answer_to_a_ping_and_its_end_is_not_for_ever()
    {
        ((ZeroRpc.Channels.IPeerWatcher)_health).OnPeerCame();
        _health.OnDoubted();
        _health.OnHeard(); // The answer came; the ping's task ends a moment later.
        _health.OnDoubted();

        _pings[0].SetResult();

        Assert.Equal(2, _pings.Count);
    }

    [Fact]
    public void A_server_that_stops_and_refuses_the_ping_too_is_asked_no_more_but_passed_over()
    {
        ((ZeroRpc.Channels.IPeerWatcher)_health).OnPeerCame();
        long before = _health.Cost;
        _health.OnRefused();
        _health.OnHeard();
        _health.OnRefused();

        _pings[0].SetResult();

        Assert.Single(_pings);
        Assert.True(_health.Cost > before);
    }

    private void LoseAndWait()
    {
        _health.OnLost();
        Time.Advance(LongerThanAnyBackoff);
    }

    private Task PingAsync(Link link)
    {
        var ping = new TaskCompletionSource();
        _pings.Add(ping);
        return ping.Task;
    }
}
