namespace ZeroRpc.Threading;

/// <summary>Something that happens at a time unless it is cancelled before. It is its own entry in the clock: no timer object.</summary>
internal abstract class Deadline : HeapEntry
{
    /// <summary>The time of a deadline that is not to come.</summary>
    internal const long Never = long.MaxValue;

    private long _dueAt = Never;
    private bool _wasDue;

    /// <summary>When it is due, in the clock's timestamps. Where it stands in the heap may be earlier. The clock's own.</summary>
    internal ref long DueAt => ref _dueAt;

    /// <summary>
    /// Whether its time ever came: <see cref="OnDue"/> may then be running, or about to, whatever was cancelled since. It may be true for a
    /// moment when it is about to be false.
    /// </summary>
    internal bool WasDue
    {
        get => Volatile.Read(ref _wasDue);
        set => Volatile.Write(ref _wasDue, value);
    }

    /// <summary>
    /// It is due. Runs on the clock's thread: must neither block nor run user code. A cancellation at the very same time may come too late,
    /// so look whether it still matters.
    /// </summary>
    /// <param name="lateness">How much later than due it is.</param>
    protected internal abstract void OnDue(TimeSpan lateness);
}
