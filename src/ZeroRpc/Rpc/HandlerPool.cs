using System.Collections.Concurrent;
using ZeroRpc.Channels;

namespace ZeroRpc.Rpc;

/// <summary>
/// Runs handlers on the thread pool; but a call that no pool thread takes soon, since handlers or other user code hold them all, gets a
/// thread of its own. The pool grows by one or two threads a second, and its settings are the process's, not ours.
/// </summary>
internal sealed class HandlerPool : Deadline, IThreadPoolWorkItem
{
    /// <summary>How long a call waits for a pool thread.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(25);

    /// <summary>How many extra threads there may be at once: beyond that, calls wait for one of them.</summary>
    private const int MaxExtraThreads = 1000;

    private readonly ConcurrentQueue<ServerCall> _waiting = new();
    private readonly DeadlineClock _clock;
    private ServerCall? _oldestSeen;
    private int _watching;
    private int _extraThreads;

    public HandlerPool(DeadlineClock clock) => _clock = clock;

    /// <summary>Runs a call soon, on another thread.</summary>
    public void Queue(ServerCall call)
    {
        _waiting.Enqueue(call);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        if (Interlocked.CompareExchange(ref _watching, 1, 0) == 0)
        {
            _clock.Schedule(this, Patience);
        }
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        if (_waiting.TryDequeue(out ServerCall? call))
        {
            call.Run();
        }
    }

    /// <inheritdoc/>
    protected internal override void OnDue(TimeSpan lateness)
    {
        // Stuck is what has waited for a whole look; what came since the last one still has its time.
        if (_waiting.TryPeek(out ServerCall? oldest) && oldest == _oldestSeen)
        {
            StartExtraThread();
        }

        _oldestSeen = oldest;
        if (oldest is null)
        {
            Volatile.Write(ref _watching, 0);
            if (_waiting.IsEmpty || Interlocked.CompareExchange(ref _watching, 1, 0) != 0)
            {
                return;
            }
        }

        _clock.Schedule(this, Patience);
    }

    private void StartExtraThread()
    {
        if (_waiting.IsEmpty)
        {
            return;
        }

        if (Interlocked.Increment(ref _extraThreads) <= MaxExtraThreads)
        {
            new Thread(RunWaiting) { IsBackground = true, Name = "ZeroRpc handler" }.UnsafeStart();
        }
        else
        {
            Interlocked.Decrement(ref _extraThreads);
        }
    }

    private void RunWaiting()
    {
        // Starting a thread waits for it to run: so they multiply by two, and the clock waits for the first one only.
        StartExtraThread();
        StartExtraThread();
        while (_waiting.TryDequeue(out ServerCall? call))
        {
            call.Run();
        }

        Interlocked.Decrement(ref _extraThreads);
    }
}
