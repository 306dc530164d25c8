namespace ZeroRpc.Channels;

/// <summary>
/// Tells whether the thread pool runs what is given to it. NetMQ's sockets hear on pool threads: while user code holds all of them we are
/// deaf, and a peer's silence proves nothing. One item at a time is on its way, however many ask.
/// </summary>
internal sealed class ThreadPoolProbe : IThreadPoolWorkItem
{
    private const long Idle = 0;

    private long _queuedAt = Idle;

    /// <summary>The process's probe.</summary>
    public static ThreadPoolProbe Shared { get; } = new();

    /// <summary>Whether the item that an earlier call gave to the pool still waits, for longer than <paramref name="patience"/>.</summary>
    public bool IsStarved(TimeSpan patience)
    {
        long now = Environment.TickCount64 + 1; // Never 0, which is idle.
        long queuedAt = Interlocked.CompareExchange(ref _queuedAt, now, Idle);
        if (queuedAt == Idle)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return false;
        }

        return now - queuedAt > patience.TotalMilliseconds;
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute() => Volatile.Write(ref _queuedAt, Idle);
}
