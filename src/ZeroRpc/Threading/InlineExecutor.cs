using System.Runtime.ExceptionServices;

namespace ZeroRpc.Threading;

/// <summary>
/// Runs user code on a loop's thread after all received messages have been delivered, because waking another thread costs more than most
/// handlers and continuations do. User code can block the thread, but not the loop: if it takes long, another thread takes over the loop,
/// and the waiting work is queued to other threads (see <see cref="InlineWatchdog"/>). Each thread that ever runs a loop has its own
/// executor.
/// </summary>
internal sealed class InlineExecutor
{
    /// <summary>The longest duration of a turn. Work that is left then is queued to other threads.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMicroseconds(400);

    [ThreadStatic]
    private static InlineExecutor? _here;

    private readonly Action _passOn;
    private readonly int _most;
    private readonly InlineWatchdog _watch;
    private readonly TimeProvider _time;
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private readonly Queue<IInlineWork> _waiting = [];
    private readonly Lock _sendersGate = new();
    private readonly Queue<IThreadPoolWorkItem> _senders = [];
    private InlineBudget? _budget; // The budget of the current or last user code.
    private volatile bool _isRunning;
    private long _state = State.Ours;
    private long _count;
    private long _countSeen;

    private InlineExecutor(Action passOn, int most, InlineWatchdog watch)
    {
        _passOn = passOn;
        _most = most;
        _watch = watch;
        _time = watch.Time;
    }

    /// <summary>Whether the calling thread is running user code in a turn.</summary>
    public static bool IsHere => _here is { _isRunning: true };

    /// <summary>Whether the calling thread is a loop's thread, in user code or not.</summary>
    public static bool IsOnLoop => _here is not null;

    /// <summary>Creates the executor of the calling thread, which must be a loop's thread.</summary>
    /// <param name="passOn">Starts another thread for the loop.</param>
    /// <param name="most">
    /// The largest number of work items in one turn. If there are more, none of them runs in the turn: they are queued to other threads,
    /// because the loop itself then has much to do for each message.
    /// </param>
    /// <param name="watch">The watchdog of the thread. Null for that of the process.</param>
    public static InlineExecutor Begin(Action passOn, int most = int.MaxValue, InlineWatchdog? watch = null)
    {
        var turn = new InlineExecutor(passOn, most, watch ?? InlineWatchdog.Shared);
        _here = turn;
        turn._watch.Add(turn);
        return turn;
    }

    /// <summary>Ends the executor, because the thread no longer runs the loop. Waiting work is queued to other threads.</summary>
    public void End()
    {
        _here = null;
        if (Interlocked.Exchange(ref _state, State.Lost) != State.Lost)
        {
            _watch.Remove(this);
            LeaveAll();
        }
    }

    /// <summary>
    /// Queues work for the next turn of this thread. Returns false if there is no turn, or if the work will probably take long.
    /// </summary>
    public static bool TryAdd(IInlineWork work)
    {
        if (_here is not { _isRunning: false } turn || work.InlineBudget is not { IsShort: true })
        {
            return false;
        }

        turn._waiting.Enqueue(work);
        return true;
    }

    /// <summary>
    /// Queues a sender for the end of the turn, because more messages may follow that can be sent together. Returns false if this thread
    /// has no turn.
    /// </summary>
    public static bool TrySendLater(IThreadPoolWorkItem sender) => _here is { } turn && turn.AddSender(sender);

    /// <summary>
    /// Passes the loop on to another thread, because user code is about to wait, possibly for something that only the loop can do.
    /// </summary>
    public static void PassOn()
    {
        if (_here is { _isRunning: true } turn)
        {
            turn.TryLose(turn._count);
        }
    }

    /// <summary>Runs the queued work. Returns false if the thread has lost the loop; it must then not touch the loop any more.</summary>
    public bool Run()
    {
        if (_waiting.Count > _most)
        {
            RunElsewhere();
        }
        else if (_waiting.Count > 0)
        {
            _isRunning = true;
            // Also a full fence: either the watchdog sees the new count, or this thread sees that the watchdog sleeps, and wakes it.
            Interlocked.Increment(ref _count);
            _watch.Wake();
            if (!RunWaiting())
            {
                _here = null;
                return false;
            }

            _isRunning = false;
            TidyThread();
        }

        SendAll();
        return true;
    }

    /// <summary>
    /// Called periodically by the watchdog. Takes the loop from a thread that has been in the same user code since the last check. Returns
    /// whether any user code has run since then or is running.
    /// </summary>
    public bool Look()
    {
        long count = Volatile.Read(ref _count);
        bool moved = count != _countSeen;
        _countSeen = count;
        if (!moved)
        {
            TryLose(count);
        }

        return moved || _isRunning;
    }

    private bool RunWaiting()
    {
        long began = _time.GetTimestamp();
        long now = began;
        while (_waiting.TryDequeue(out IInlineWork? work))
        {
            if (_time.GetElapsedTime(began, now) > Longest)
            {
                work.RunElsewhere();
                continue;
            }

            InlineBudget budget = work.InlineBudget!;
            bool isOurs = Lend(work, budget);
            long before = now;
            now = _time.GetTimestamp();
            budget.Note(_time.GetElapsedTime(before, now));
            if (!isOurs)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Runs user code. Returns false if the thread has lost the loop meanwhile.</summary>
    private bool Lend(IInlineWork work, InlineBudget budget)
    {
        _budget = budget;
        long number = _count + 1;
        Volatile.Write(ref _count, number);
        Volatile.Write(ref _state, number);
        try
        {
            work.Run();
        }
        catch (Exception exception)
        {
            // An unhandled exception ends the process, as on a pool thread. It is thrown there, and not on the loop's thread.
            ThreadPool.UnsafeQueueUserWorkItem(static thrown => thrown.Throw(), ExceptionDispatchInfo.Capture(exception), preferLocal: false);
        }

        Tidy();
        return Interlocked.CompareExchange(ref _state, State.Ours, number) == number;
    }

    /// <summary>Resets what user code has left on the thread, so that it does not affect the next work.</summary>
    private void Tidy()
    {
        if (_context is not null)
        {
            ExecutionContext.Restore(_context);
        }

        if (SynchronizationContext.Current is not null)
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    private static void TidyThread()
    {
        Thread thread = Thread.CurrentThread;
        if (!thread.IsBackground)
        {
            thread.IsBackground = true; // Otherwise the loop's thread would keep the process running.
        }

        if (thread.Priority != ThreadPriority.Normal)
        {
            thread.Priority = ThreadPriority.Normal;
        }
    }

    /// <summary>Takes the loop from the thread if it is still running the user code with this number.</summary>
    private void TryLose(long number)
    {
        // The number is compared, and not only whether user code is running: since the watchdog's check, the thread may have continued with
        // the next user code, which has just started. The budget is read first for the same reason: it belongs to this number if the
        // exchange succeeds.
        InlineBudget? budget = _budget;
        if (Interlocked.CompareExchange(ref _state, State.Lost, number) != number)
        {
            return;
        }

        budget!.NoteHeld(); // Recorded first, so that the next thread of the loop does not run the same kind of work inline.
        _watch.Remove(this);
        try
        {
            _passOn();
        }
        finally
        {
            LeaveAll();
        }
    }

    private void LeaveAll()
    {
        RunElsewhere();
        while (TakeSender() is { } sender)
        {
            ThreadPool.UnsafeQueueUserWorkItem(sender, preferLocal: false);
        }
    }

    private void RunElsewhere()
    {
        while (_waiting.TryDequeue(out IInlineWork? work))
        {
            work.RunElsewhere();
        }
    }

    private bool AddSender(IThreadPoolWorkItem sender)
    {
        lock (_sendersGate)
        {
            if (Volatile.Read(ref _state) == State.Lost)
            {
                return false;
            }

            _senders.Enqueue(sender);
            return true;
        }
    }

    private void SendAll()
    {
        while (TakeSender() is { } sender)
        {
            sender.Execute();
        }
    }

    private IThreadPoolWorkItem? TakeSender()
    {
        lock (_sendersGate)
        {
            _senders.TryDequeue(out IThreadPoolWorkItem? sender);
            return sender;
        }
    }

    /// <summary>The states of the thread. A number from 1 up is that of the user code that the thread is running.</summary>
    private static class State
    {
        /// <summary>The thread is doing the work of the loop.</summary>
        public const long Ours = -1;

        /// <summary>Another thread has taken over the loop.</summary>
        public const long Lost = -2;
    }
}
