using ZeroRpc.Threading;

namespace ZeroRpc.NetMq;

/// <summary>
/// Wakes the owner of a socket by way of the thread pool: work that runs on the pool before adds its messages too, and one wake-up serves all
/// of them. The first message makes the owner look at its inbox by itself every few milliseconds, so that a pool without a free thread delays
/// no message for long. Thread-safe.
/// </summary>
internal sealed class DeferredWakeUp(WakeUp wakeUp) : IThreadPoolWorkItem
{
    /// <summary>The longest sleep of the owner while its inbox may have messages that it was not woken for, in milliseconds.</summary>
    public const int LookInterval = 10;

    private int _asked;
    private int _looking;

    /// <summary>Whether the owner is to look at its inbox by itself.</summary>
    public bool IsLooking => Volatile.Read(ref _looking) != 0;

    /// <summary>Called after a message was added that may wait for others.</summary>
    public void SignalSoon()
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

    /// <summary>Called by the owner when it has looked and found nothing.</summary>
    public void StopLooking() => Volatile.Write(ref _looking, 0);

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        Volatile.Write(ref _asked, 0);
        wakeUp.Signal();
    }
}
