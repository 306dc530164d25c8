namespace ZeroRpc.Channels;

/// <summary>
/// A channel's heartbeat, by Python's loop (docs/protocol.md, section 4): every interval, look whether the peer's last is older than two
/// intervals, else send ours. A peer that never spoke counts from the first look. Guarded by its channel.
/// </summary>
internal sealed class Heartbeat(Channel channel, DeadlineClock clock, TimeSpan interval) : Deadline
{
    private long? _lastSeen;
    private bool _started;

    /// <summary>How long a peer may be silent.</summary>
    public TimeSpan Limit => interval * 2;

    /// <summary>Starts sending and looking, unless that has begun: the first heartbeat leaves one interval later.</summary>
    public void Start()
    {
        if (!_started)
        {
            _started = true;
            clock.Schedule(this, interval);
        }
    }

    /// <summary>Stops for good.</summary>
    public void Stop()
    {
        _started = true;
        clock.Cancel(this);
    }

    /// <summary>The peer's heartbeat came: starts ours too, where it waited for that.</summary>
    public void OnReceived()
    {
        _lastSeen = clock.Now;
        Start();
    }

    /// <summary>Looks for the peer's life; true when it is lost.</summary>
    /// <param name="lateness">How late this look is: time in which we were stopped, and could not have seen it.</param>
    public bool IsLost(TimeSpan lateness)
    {
        _lastSeen ??= clock.Now;
        return clock.Since(_lastSeen.Value) - lateness >= Limit;
    }

    /// <summary>Schedules the next look.</summary>
    public void Again(TimeSpan lateness)
    {
        TimeSpan delay = interval - lateness;
        clock.Schedule(this, delay > TimeSpan.Zero ? delay : interval);
    }

    /// <inheritdoc/>
    protected internal override void OnDue(TimeSpan lateness) => channel.OnHeartbeatDue(lateness);
}
