namespace ZeroRpc.Channels;

/// <summary>Something that happens at a time unless it is cancelled before. It is its own entry in the clock: no timer object.</summary>
internal abstract class Deadline
{
    /// <summary>When it is due, in the clock's timestamps. The clock's own.</summary>
    internal long DueAt { get; set; }

    /// <summary>Where it stands in the clock's heap; -1 when it is not scheduled. The clock's own.</summary>
    internal int HeapIndex { get; set; } = -1;

    /// <summary>Whether it was ever due: its time may then come, or be coming, on the clock's thread, whatever was cancelled since.</summary>
    internal bool WasDue { get; set; }

    /// <summary>
    /// It is due. Runs on the clock's thread: must neither block nor run user code. A cancellation at the very same time may come too late,
    /// so look whether it still matters.
    /// </summary>
    /// <param name="lateness">How much later than due it is.</param>
    protected internal abstract void OnDue(TimeSpan lateness);
}
