using ZeroRpc.Threading;

namespace ZeroRpc.Channels;

/// <summary>
/// The heartbeat of a channel, by the algorithm of Python (docs/protocol.md, section 4): in every interval, check whether the last heartbeat
/// of the peer is older than two intervals; if it is not, send a heartbeat. If the peer has sent none, the time of the first check counts as
/// the time of its heartbeat. Ages are measured at the times at which the checks are due and not at those at which they run: a check is
/// always a little late, and a peer that never sends a heartbeat would be lost one interval too late. Not thread-safe.
/// </summary>
/// <param name="interval">The interval; null for no heartbeats.</param>
internal struct Heartbeat(TimeSpan? interval)
{
    /// <summary>The number of intervals for which a peer may be silent. It is lost at the next check.</summary>
    public const int MissedLimit = 2;

    private long? _lastSeen;
    private bool _started;

    /// <summary>The longest silence of a peer. Null if there is no limit.</summary>
    public static TimeSpan? LimitOf(TimeSpan? interval) => interval * MissedLimit;

    /// <summary>Starts. Returns the time to the first check, or null if there are no heartbeats or they were started before.</summary>
    public TimeSpan? Start()
    {
        TimeSpan? first = _started ? null : interval;
        _started = true;
        return first;
    }

    /// <summary>Stores the time of the peer's heartbeat.</summary>
    public void OnReceived(long now) => _lastSeen = now;

    /// <summary>Returns the time since the last heartbeat of the peer, or since the first check if the peer has sent none.</summary>
    public readonly TimeSpan SilenceAt(long now, DeadlineClock clock) => clock.Between(_lastSeen ?? now, now);

    /// <summary>Checks the time of the last heartbeat of the peer. Returns the time to the next check, or null if the peer is lost.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="due">When this check was due.</param>
    /// <param name="deafUntil">The last time at which this process could not receive. The silence of the peer counts from then.</param>
    public TimeSpan? Check(DeadlineClock clock, long due, long deafUntil)
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

        // This process was suspended, for example by a debugger. That time does not count as silence of the peer.
        _lastSeen = Math.Min(now, _lastSeen.Value + (now - due));
        return interval;
    }
}
