using System.Collections.Concurrent;
using System.Diagnostics;
using ZeroRpc.Threading;

namespace ZeroRpc.Server.Execution;

/// <summary>
/// Runs handlers: those that are usually done at once on the loop's thread that brought their call, where there is one; the others on the thread
/// pool, but never on all of its threads: some transports receive by them (<c>ITransport.HearsOnThreadPool</c>). A call that none of ours takes
/// soon, since handlers hold them, gets a thread of its own; the pool itself grows by one or two threads a second, and its settings are the
/// process's, not ours.
/// </summary>
internal sealed class HandlerPool : Deadline, IThreadPoolWorkItem
{
    /// <summary>How long the oldest call may wait before it counts as stuck, and twice that at most before it is run elsewhere.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(10);

    /// <summary>How many pool threads run handlers at once: the pool begins with one for each processor.</summary>
    private static readonly int MaxPoolThreads = Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>How many extra threads there may be at once: beyond that, calls wait for one of them.</summary>
    private const int MaxExtraThreads = 1000;

    /// <summary>How many extra threads stay a while for what comes next: while handlers hold those of the pool, something will.</summary>
    private static readonly int MaxLingering = Math.Max(2, Environment.ProcessorCount);

    /// <summary>How long they stay.</summary>
    private static readonly TimeSpan LingerTime = TimeSpan.FromSeconds(10);

    /// <summary>After so many calls a pool thread is given back, so that others have their turn.</summary>
    private const int Batch = 100;

    private readonly ConcurrentQueue<IHandlerRun> _waiting = new();
    private readonly DeadlineClock _clock;
    private readonly bool _inlineExecution;
    private readonly object _more = new();
    private long _takenSeen = -1;
    private TimeSpan _cpuSeen;
    private long _seenAt;
    private long _takenAt;
    private long _poolTookAt;
    private long _taken;
    private int _watching;
    private int _poolThreads;
    private int _extraThreads;
    private int _lingering;

    public HandlerPool(DeadlineClock clock, bool inlineExecution = true) => (_clock, _inlineExecution) = (clock, inlineExecution);

    /// <summary>Runs a call soon: on another thread, or on this one when it has done what it is at.</summary>
    public void Queue(IHandlerRun call)
    {
        call.Pool = this;
        if (!_inlineExecution || !InlineExecutor.TryAdd(call))
        {
            QueueElsewhere(call);
        }
    }

    /// <summary>Runs a call soon, on another thread.</summary>
    public void QueueElsewhere(IHandlerRun call)
    {
        _waiting.Enqueue(call);
        TakePoolThread();
        if (Volatile.Read(ref _lingering) > 0 && Environment.TickCount64 - Volatile.Read(ref _poolTookAt) > 1)
        {
            CallLingeringThread(); // Those who should take it hang in handlers.
        }

        if (Interlocked.CompareExchange(ref _watching, 1, 0) == 0)
        {
            _clock.Schedule(this, Patience);
        }
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        for (int count = 0; count < Batch && !_waiting.IsEmpty; count++)
        {
            Volatile.Write(ref _poolTookAt, Environment.TickCount64);
            RunNext();
        }

        Interlocked.Decrement(ref _poolThreads);
        if (!_waiting.IsEmpty)
        {
            TakePoolThread();
        }
    }

    /// <inheritdoc/>
    protected internal override void OnDue(TimeSpan lateness)
    {
        // Stuck is what has waited for a whole look; what came since the last one still has its time. Where many wait since every core has
        // work, one thread more would only take turns with the others.
        bool busy = CoresAreBusy();
        bool waits = !_waiting.IsEmpty;
        long taken = Interlocked.Read(ref _taken);
        if (waits && taken == _takenSeen && !busy)
        {
            StartExtraThread();
        }

        _takenSeen = waits ? taken : -1;
        if (!waits)
        {
            // A full fence, as QueueElsewhere has one between its queueing and its look at this field. Without it the queue could be read
            // before the write is seen: a call that is queued at this moment finds the deadline set, and is not seen here, so that nobody
            // looks after it while handlers hold all threads.
            Interlocked.Exchange(ref _watching, 0);
            if (_waiting.IsEmpty || Interlocked.CompareExchange(ref _watching, 1, 0) != 0)
            {
                return;
            }
        }

        _clock.Schedule(this, Patience);
    }

    private bool RunNext()
    {
        if (!_waiting.TryDequeue(out IHandlerRun? call))
        {
            return false;
        }

        Interlocked.Increment(ref _taken);
        Volatile.Write(ref _takenAt, Environment.TickCount64);
        ExecutionContext? before = ExecutionContext.Capture();
        InlineBudget? pace = call.InlineBudget; // Before it runs: then it may serve again.
        long began = Stopwatch.GetTimestamp();
        call.Run();
        pace?.Note(Stopwatch.GetElapsedTime(began));
        if (before is not null)
        {
            ExecutionContext.Restore(before); // What a plain handler leaves in an AsyncLocal is not for the next call.
        }

        return true;
    }

    /// <summary>Whether calls were taken since the last look while the process used nearly all of its cores.</summary>
    private bool CoresAreBusy()
    {
        (long now, TimeSpan cpu) = (Environment.TickCount64, Environment.CpuUsage.TotalTime);
        double used = (cpu - _cpuSeen) / TimeSpan.FromMilliseconds(Math.Max(1, now - _seenAt)) / Environment.ProcessorCount;
        bool taken = Volatile.Read(ref _takenAt) >= _seenAt;
        (_seenAt, _cpuSeen) = (now, cpu);
        return taken && used > 0.8;
    }

    private void CallLingeringThread()
    {
        lock (_more)
        {
            Monitor.Pulse(_more);
        }
    }

    private void TakePoolThread()
    {
        // Never counted beyond the limit, not even for a moment: one that ends just then would think that others are left. The first look is
        // a full fence, behind what was queued.
        int seen = Interlocked.CompareExchange(ref _poolThreads, 0, 0);
        while (seen < MaxPoolThreads)
        {
            int before = Interlocked.CompareExchange(ref _poolThreads, seen + 1, seen);
            if (before == seen)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }

            seen = before;
        }
    }

    private void StartExtraThread()
    {
        if (_waiting.IsEmpty)
        {
            return;
        }

        // A thread that cannot start is tried again at the next check, after which the call may have a thread of the pool.
        if (Interlocked.Increment(ref _extraThreads) > MaxExtraThreads || !LibraryThread.TryStart("ZeroRpc handler", RunWaiting))
        {
            Interlocked.Decrement(ref _extraThreads);
        }
    }

    private void RunWaiting()
    {
        // Starting a thread waits for it to run: so they multiply by two, and the clock waits for the first one only.
        StartExtraThread();
        StartExtraThread();
        do
        {
            while (RunNext())
            {
            }
        }
        while (Linger());

        Interlocked.Decrement(ref _extraThreads);
    }

    /// <summary>Waits for more calls; false when none came.</summary>
    private bool Linger()
    {
        bool more = Interlocked.Increment(ref _lingering) <= MaxLingering && WaitForMore();
        Interlocked.Decrement(ref _lingering);
        return more;
    }

    private bool WaitForMore()
    {
        lock (_more)
        {
            return !_waiting.IsEmpty || Monitor.Wait(_more, LingerTime);
        }
    }
}
