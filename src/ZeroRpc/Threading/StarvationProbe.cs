namespace ZeroRpc.Threading;

/// <summary>
/// Detects starvation of the thread pool. A transport that receives on pool threads receives nothing while user code blocks all of them,
/// and the silence of a peer then says nothing about the peer (<c>ITransport.HearsOnThreadPool</c>). Uses real time only. Thread-safe.
/// </summary>
internal sealed class StarvationProbe : IThreadPoolWorkItem
{
    /// <summary>The delay of a work item above which the pool counts as starved.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _time = TimeProvider.System;
    private long _askedAt;
    private long _stuckUntil = long.MinValue;
    private int _asking;

    /// <summary>
    /// Queues a work item to the pool, and returns the last time at which the pool was found starved. <see cref="long.MinValue"/> if it
    /// never was. Only starvation between two calls is detected.
    /// </summary>
    public long Feel()
    {
        if (Interlocked.CompareExchange(ref _asking, 1, 0) == 0)
        {
            Volatile.Write(ref _askedAt, _time.GetTimestamp());
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        else
        {
            NoteIfSlow();
        }

        return Volatile.Read(ref _stuckUntil);
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        NoteIfSlow();
        Volatile.Write(ref _asking, 0);
    }

    private void NoteIfSlow()
    {
        if (_time.GetElapsedTime(Volatile.Read(ref _askedAt)) > Slow)
        {
            Volatile.Write(ref _stuckUntil, _time.GetTimestamp());
        }
    }
}
