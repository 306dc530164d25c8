namespace ZeroRpc.Threading;

/// <summary>
/// An action at a future time that can be cancelled. The object itself is the entry in the clock, so that no timer object is needed.
/// </summary>
internal abstract class Deadline : HeapEntry
{
    /// <summary>The time of a deadline that is not scheduled.</summary>
    internal const long Never = long.MaxValue;

    private long _dueAt = Never;
    private bool _wasDue;

    /// <summary>
    /// When the deadline is due, in timestamps of the clock. Its position in the heap can be that of an earlier time. Used only by the
    /// clock.
    /// </summary>
    internal ref long DueAt => ref _dueAt;

    /// <summary>
    /// Whether the deadline was ever due. If so, <see cref="OnDue"/> may be running or about to run, even if the deadline has been
    /// cancelled since. The value can be true briefly before it is reset to false.
    /// </summary>
    internal bool WasDue
    {
        get => Volatile.Read(ref _wasDue);
        set => Volatile.Write(ref _wasDue, value);
    }

    /// <summary>
    /// The deadline is due. Runs on the clock's thread, so it must neither block nor run user code. A concurrent cancellation can come too
    /// late, so implementations must check whether the deadline is still relevant.
    /// </summary>
    /// <param name="lateness">How much time has passed since the deadline was due.</param>
    protected internal abstract void OnDue(TimeSpan lateness);
}
