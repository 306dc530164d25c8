using ZeroRpc.Threading;

namespace ZeroRpc.Channels;

/// <summary>
/// A channel's heartbeat, by Python's loop (docs/protocol.md, section 4): every interval, look whether the peer's last is older than two
/// intervals, else send ours. A peer that never spoke counts from the first look. The channel keeps the time. Not thread-safe.
/// </summary>
/// <param name="interval">The interval; null for no heartbeats.</param>
internal struct Heartbeat(TimeSpan? interval)
{
    /// <summary>The intervals for which a peer's silence is borne; at the next look it is lost.</summary>
    public const int PatienceInLooks = 2;

    private long? _lastSeen;
    private bool _started;

    /// <summary>How long a peer may be silent; null for ever.</summary>
    public static TimeSpan? LimitOf(TimeSpan? interval) => interval * PatienceInLooks;

    /// <summary>Starts; gives the time to the first look and heartbeat, or null when there are none or they have begun.</summary>
    public TimeSpan? Start()
    {
        TimeSpan? first = _started ? null : interval;
        _started = true;
        return first;
    }

    /// <summary>Notes the peer's heartbeat.</summary>
    public void OnReceived(long now) => _lastSeen = now;

    /// <summary>Looks for the peer's life: gives the time to the next look, or null when the peer is lost.</summary>
    /// <param name="clock">The time.</param>
    /// <param name="lateness">How late this look is: time in which we were stopped, and could not have seen the peer.</param>
    /// <param name="deafUntil">When we could last not hear at all: the peer's silence counts from then.</param>
    public TimeSpan? Look(DeadlineClock clock, TimeSpan lateness, long deafUntil)
    {
        _lastSeen = Math.Max(_lastSeen ?? clock.Now, deafUntil);
        if (clock.Since(_lastSeen.Value) - lateness >= LimitOf(interval))
        {
            return null;
        }

        TimeSpan next = interval!.Value - lateness;
        return next > TimeSpan.Zero ? next : interval;
    }
}
