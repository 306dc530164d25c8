using System.Collections.Concurrent;
using System.Diagnostics;
using ZeroRpc.Threading;

namespace ZeroRpc.Server.Execution;

/// <summary>
/// Runs handlers. Handlers that are usually short run inline on the loop's thread that received their call. The others run on the thread pool,
/// but never on all of its threads, because some transports receive on pool threads (<c>ITransport.HearsOnThreadPool</c>). If handlers block
/// the threads and a call is not taken soon, an extra thread runs it: the pool itself grows by only one or two threads a second, and its
/// settings belong to the process.
/// </summary>
internal sealed class HandlerPool : Deadline, IThreadPoolWorkItem
{
    /// <summary>The interval of checks for stuck calls. A call counts as stuck after one to two intervals in which no call was taken.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(10);

    /// <summary>The largest number of pool threads that run handlers. The pool starts with one thread for each processor.</summary>
    private static readonly int MaxPoolThreads = Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>The largest number of extra threads. Further calls wait for one of them.</summary>
    private const int MaxExtraThreads = 1000;

    /// <summary>The largest number of idle extra threads that wait for further calls, which are likely while handlers block the pool.</summary>
    private static readonly int MaxLingering = Math.Max(2, Environment.ProcessorCount);

    /// <summary>How long an idle extra thread waits.</summary>
    private static readonly TimeSpan LingerTime = TimeSpan.FromSeconds(10);

    /// <summary>The number of calls after which a pool thread is returned, so that other work of the pool is not delayed.</summary>
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

    /// <summary>Queues a call: inline on this thread after the received messages, or on another thread.</summary>
    public void Queue(IHandlerRun call)
    {
        call.Pool = this;
        if (!_inlineExecution || !InlineExecutor.TryAdd(call))
        {
            QueueElsewhere(call);
        }
    }

    /// <summary>Queues a call to another thread.</summary>
    public void QueueElsewhere(IHandlerRun call)
    {
        _waiting.Enqueue(call);
        TakePoolThread();
        if (Volatile.Read(ref _lingering) > 0 && Environment.TickCount64 - Volatile.Read(ref _poolTookAt) > 1)
        {
            WakeLingeringThread(); // Handlers block the threads that would take the call.
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
        // Calls are stuck if none was taken since the last check, at which calls were waiting as well. If all cores are busy, an extra
        // thread would only compete with the others, so none is started.
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
            // The exchange is a full fence, as is the exchange in QueueElsewhere between its enqueueing and its read of this field. Without
            // the fence, the queue could be read before the write becomes visible: a call that is queued concurrently would find the
            // deadline scheduled and would not be seen here, and no check would follow while handlers block all threads.
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
        InlineBudget? budget = call.InlineBudget; // Read first, because the call can be reused as soon as it has run.
        long began = Stopwatch.GetTimestamp();
        call.Run();
        budget?.Note(Stopwatch.GetElapsedTime(began));
        if (before is not null)
        {
            ExecutionContext.Restore(before); // AsyncLocal values that a synchronous handler leaves must not reach the next call.
        }

        return true;
    }

    /// <summary>Whether calls were taken since the last check while the process used nearly all of its cores.</summary>
    private bool CoresAreBusy()
    {
        (long now, TimeSpan cpu) = (Environment.TickCount64, Environment.CpuUsage.TotalTime);
        double used = (cpu - _cpuSeen) / TimeSpan.FromMilliseconds(Math.Max(1, now - _seenAt)) / Environment.ProcessorCount;
        bool taken = Volatile.Read(ref _takenAt) >= _seenAt;
        (_seenAt, _cpuSeen) = (now, cpu);
        return taken && used > 0.8;
    }

    private void WakeLingeringThread()
    {
        lock (_more)
        {
            Monitor.Pulse(_more);
        }
    }

    private void TakePoolThread()
    {
        // The count never exceeds the limit, not even briefly: a thread that ends at that moment would leave a call to a thread that does
        // not exist. The first exchange is a full fence after the enqueueing of the call.
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
        // Starting a thread waits until it runs. Each extra thread therefore starts two more, and the clock waits only for the first.
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

    /// <summary>Waits for further calls. Returns false if there were none.</summary>
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
