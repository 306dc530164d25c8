using System.Net.Sockets;
using ZeroRpc.NetMq;
using ZeroRpc.Tests.Transport;
using ZeroRpc.Threading;

namespace ZeroRpc.Tests.NetMq;

/// <summary>When an owner is woken for what may wait for more to follow.</summary>
public sealed class DeferredWakeUpTests : IDisposable
{
    private readonly WakeUp _wakeUp = new();
    private readonly DeferredWakeUp _deferred;

    public DeferredWakeUpTests() => _deferred = new DeferredWakeUp(_wakeUp);

    [Fact]
    public void The_first_message_wakes_the_owner_at_once_and_has_it_look()
    {
        _wakeUp.FallAsleep();

        _deferred.SignalSoon();

        Assert.False(_wakeUp.IsAsleep);
        Assert.True(_deferred.IsLooking);
    }

    [Fact]
    public async Task Those_after_it_wake_the_owner_by_the_pool()
    {
        _deferred.SignalSoon(); // It is awake, and looks from now on.
        _wakeUp.FallAsleep();

        _deferred.SignalSoon();
        _deferred.SignalSoon();

        await Transports.UntilAsync(() => !_wakeUp.IsAsleep);
        Assert.True(_wakeUp.Socket.Poll(Timeout.InfiniteTimeSpan, SelectMode.SelectRead));
        _wakeUp.Drain();
        Assert.False(_wakeUp.Socket.Poll(TimeSpan.Zero, SelectMode.SelectRead)); // Once for both.
    }

    [Fact]
    public void An_owner_that_found_nothing_is_woken_at_once_by_the_next()
    {
        _deferred.SignalSoon();
        _deferred.StopLooking();
        _wakeUp.FallAsleep();

        _deferred.SignalSoon();

        Assert.False(_wakeUp.IsAsleep);
    }

    public void Dispose() => _wakeUp.Dispose();
}
