using ZeroRpc.Threading;

namespace ZeroRpc.Channels;

/// <summary>
/// The heartbeat of a channel, by the loop of Python (docs/protocol.md, section 4): every interval, look whether the last heartbeat of the
/// peer is older than two intervals, and otherwise send one. The first look stands in for a heartbeat of a peer that has sent none. Ages
/// are measured at the times at which the looks are due, not at those at which they run: a look is always a little late, and a peer that
/// never sends would be lost one interval too late. The channel keeps the time. Not thread-safe.
/// </summary>
/// <param name="interval">The interval; null for no heartbeats.</param>
internal struct Heartbeat(TimeSpan? interval)
{
    /// <summary>The number of intervals for which a peer may be silent; at the next look it is lost.</summary>
    public const int PatienceInLooks = 2;

    private long? _lastSeen;
    private bool _started;

    /// <summary>How long a peer may be silent; null for ever.</summary>
    public static TimeSpan? LimitOf(TimeSpan? interval) => interval * PatienceInLooks;

    /// <summary>Starts. Returns the time to the first look, or null when there are no heartbeats or they have begun.</summary>
    public TimeSpan? Start()
    {
        TimeSpan? first = _started ? null : interval;
        _started = true;
        return first;
    }

    /// <summary>Stores the time of the peer's heartbeat.</summary>
    public void OnReceived(long now) => _lastSeen = now;

    /// <summary>Returns how long the peer has sent no heartbeat, or the first look was ago if it has sent none.</summary>
    public readonly TimeSpan SilenceAt(long now, DeadlineClock clock) => clock.Between(_lastSeen ?? now, now);

    /// <summary>Looks for the last heartbeat of the peer. Returns the time to the next look, or null when the peer is lost.</summary>
    /// <param name="clock">The time.</param>
    /// <param name="due">When this look was due.</param>
    /// <param name="deafUntil">When this process could last not receive: the peer's silence counts from then.</param>
    public TimeSpan? Look(DeadlineClock clock, long due, long deafUntil)
    {
        _lastSeen = Math.Max(_lastSeen ?? due, deafUntil);
        if (clock.Between(_lastSeen.Value, due) >= LimitOf(interval))
        {
            return null;
        }

        long now = clock.Now;
        TimeSpan next = interval!.Value - clock.Between(due, now);
        if (next > TimeSpan.Zero)
        {
            return next;
        }

        // This process was stopped, by a debugger for example. That time does not count against the peer, at the next look either.
        _lastSeen = Math.Min(now, _lastSeen.Value + (now - due));
        return interval;
    }
}
