using ZeroRpc.Threading;

namespace ZeroRpc.NetMq;

/// <summary>
/// Wakes the owner when the thread pool gets round to it: those who run there before leave their messages too, and one waking serves them
/// all. While the owner looks by itself now and then, a pool that has no thread holds nothing up for long; the first message makes it so.
/// Thread-safe.
/// </summary>
internal sealed class DeferredWakeUp(WakeUp wakeUp) : IThreadPoolWorkItem
{
    /// <summary>How long the owner sleeps at most while there may be messages that it was not woken for, in milliseconds.</summary>
    public const int LookInterval = 10;

    private int _asked;
    private int _looking;

    /// <summary>Whether the owner is to look by itself.</summary>
    public bool IsLooking => Volatile.Read(ref _looking) != 0;

    /// <summary>A message was left that may wait for others.</summary>
    public void RingSoon()
    {
        if (Interlocked.Exchange(ref _looking, 1) == 0)
        {
            wakeUp.Signal();
        }
        else if (wakeUp.IsAsleep && Interlocked.Exchange(ref _asked, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>Said by the owner when it has looked and found nothing.</summary>
    public void StopLooking() => Volatile.Write(ref _looking, 0);

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        Volatile.Write(ref _asked, 0);
        wakeUp.Signal();
    }
}
