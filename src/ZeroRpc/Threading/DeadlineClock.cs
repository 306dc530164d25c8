namespace ZeroRpc.Threading;

/// <summary>
/// Runs deadlines when they are due. With the system's time it has a thread of its own, one for the process, so that user code which holds
/// every pool thread stops no heartbeat; another <see cref="TimeProvider"/>, a test's, wakes it by that provider's timer.
/// </summary>
internal sealed class DeadlineClock
{
    /// <summary>Beyond this no timestamp goes, whatever time is asked for: more than a hundred years, in the finest unit of a clock.</summary>
    private const long LongestDelay = long.MaxValue / 2;

    private static readonly Lazy<DeadlineClock> System = new(() => new DeadlineClock(TimeProvider.System));

    private readonly Lock _gate = new();
    private readonly DeadlineHeap<Deadline> _heap = new();
    private readonly TimeProvider _time;
    private readonly IWakeup _wakeup;
    private readonly StarvationProbe? _pulse;
    private long _wakesAt = long.MaxValue;

    private DeadlineClock(TimeProvider time)
    {
        _time = time;
        _wakeup = time == TimeProvider.System ? new ThreadWakeup(this) : new TimerWakeup(this);
        _pulse = time == TimeProvider.System ? new StarvationProbe() : null;
    }

    /// <summary>Sets the next time at which <see cref="RunDue"/> is called.</summary>
    private interface IWakeup
    {
        void Set(TimeSpan delay);
    }

    /// <summary>How often the clock has woken: stands still when nothing is scheduled.</summary>
    public long Wakeups { get; private set; }

    /// <summary>The clock of a time provider: the process's for the system's time, else a new one.</summary>
    public static DeadlineClock For(TimeProvider time) => time == TimeProvider.System ? System.Value : new DeadlineClock(time);

    /// <summary>Schedules a deadline, or schedules it anew.</summary>
    public void Schedule(Deadline deadline, TimeSpan delay)
    {
        long now = _time.GetTimestamp();
        long dueAt = now + (long)Math.Min(delay.TotalSeconds * _time.TimestampFrequency, LongestDelay);
        long before = Interlocked.Exchange(ref deadline.DueAt, dueAt);
        if (before == Deadline.Never && deadline.HeapIndex >= 0 && deadline.HeapTime <= dueAt)
        {
            return; // It was put off, and still stands where it was: when that time comes it is moved.
        }

        lock (_gate)
        {
            _heap.Remove(deadline);
            deadline.HeapTime = dueAt;
            _heap.Add(deadline);

            // Calls come and go far faster than their deadlines: the wake-up that is set already nearly always comes first.
            if (dueAt < _wakesAt)
            {
                SetWakeup(dueAt, now);
            }
        }
    }

    /// <summary>Cancels a deadline, if it is scheduled.</summary>
    public void Cancel(Deadline deadline)
    {
        lock (_gate)
        {
            Volatile.Write(ref deadline.DueAt, Deadline.Never);
            _heap.Remove(deadline);
        }
    }

    /// <summary>
    /// Cancels a deadline that is soon to be scheduled again, as those of calls in a row are: it keeps its place, so that neither costs more
    /// than a write. What is not scheduled again is held until that time, unless it is cancelled.
    /// </summary>
    public static void Suspend(Deadline deadline) => Interlocked.Exchange(ref deadline.DueAt, Deadline.Never);

    /// <summary>The time to a deadline that is scheduled; none or less when it is due.</summary>
    public TimeSpan Until(Deadline deadline) => _time.GetElapsedTime(_time.GetTimestamp(), Volatile.Read(ref deadline.DueAt));

    /// <summary>The time since <paramref name="timestamp"/>.</summary>
    public TimeSpan Since(long timestamp) => _time.GetElapsedTime(timestamp);

    /// <summary>The time of day.</summary>
    public DateTimeOffset UtcNow => _time.GetUtcNow();

    /// <summary>The time now, to be given to <see cref="Since"/>.</summary>
    public long Now => _time.GetTimestamp();

    /// <summary>The last time at which we were deaf, for want of a pool thread to hear with: see <see cref="StarvationProbe"/>.</summary>
    public long FeelDeafness() => _pulse?.Feel() ?? long.MinValue;

    private void RunDue()
    {
        Wakeups++;
        while (TakeDue(out TimeSpan lateness) is { } deadline)
        {
            deadline.OnDue(lateness);
        }
    }

    private Deadline? TakeDue(out TimeSpan lateness)
    {
        lock (_gate)
        {
            long now = _time.GetTimestamp();
            while (_heap.First is { } first)
            {
                if (first.HeapTime > now)
                {
                    SetWakeup(first.HeapTime, now);
                    lateness = default;
                    return null;
                }

                if (IsDue(first, now, out long dueAt))
                {
                    lateness = _time.GetElapsedTime(dueAt, now);
                    return first;
                }
            }

            lateness = default;
            _wakesAt = long.MaxValue;
            return null;
        }
    }

    /// <summary>
    /// Takes a deadline from its place, and gives it another if it is due later. Without a lock, others may put it off or schedule it at the same
    /// time: they write its time first and look at it then, and here it is the other way round, so that one side sees the other.
    /// </summary>
    private bool IsDue(Deadline deadline, long now, out long dueAt)
    {
        _heap.Remove(deadline);
        bool wasDue = deadline.WasDue;
        deadline.WasDue = true;
        Interlocked.MemoryBarrier();
        dueAt = Volatile.Read(ref deadline.DueAt);
        if (dueAt <= now)
        {
            return true;
        }

        deadline.WasDue = wasDue;
        if (dueAt != Deadline.Never)
        {
            deadline.HeapTime = dueAt;
            _heap.Add(deadline);
        }

        return false;
    }

    private void SetWakeup(long dueAt, long now)
    {
        _wakesAt = dueAt;
        TimeSpan delay = _time.GetElapsedTime(now, dueAt);

        // Rounded up to the millisecond of timers, so that a wake-up is never a little too early and in vain.
        _wakeup.Set(TimeSpan.FromMilliseconds(Math.Min(Math.Ceiling(Math.Max(delay.TotalMilliseconds, 0)), int.MaxValue)));
    }

    private sealed class TimerWakeup : IWakeup
    {
        private readonly ITimer _timer;

        public TimerWakeup(DeadlineClock clock) =>
            _timer = clock._time.CreateTimer(static state => ((DeadlineClock)state!).RunDue(), clock, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public void Set(TimeSpan delay) => _timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    private sealed class ThreadWakeup : IWakeup
    {
        private readonly object _signal = new();
        private readonly DeadlineClock _clock;
        private long _wakeAt = long.MaxValue;

        public ThreadWakeup(DeadlineClock clock)
        {
            _clock = clock;
            new Thread(Run) { IsBackground = true, Name = "ZeroRpc clock", Priority = ThreadPriority.AboveNormal }.UnsafeStart();
        }

        public void Set(TimeSpan delay)
        {
            lock (_signal)
            {
                _wakeAt = Environment.TickCount64 + (long)delay.TotalMilliseconds;
                Monitor.Pulse(_signal);
            }
        }

        private void Run()
        {
            while (true)
            {
                WaitUntilDue();
                _clock.RunDue();
            }
        }

        private void WaitUntilDue()
        {
            lock (_signal)
            {
                while (_wakeAt == long.MaxValue || Environment.TickCount64 < _wakeAt)
                {
                    long wait = _wakeAt == long.MaxValue ? Timeout.Infinite : Math.Max(_wakeAt - Environment.TickCount64, 0);
                    Monitor.Wait(_signal, (int)Math.Min(wait, int.MaxValue));
                }

                _wakeAt = long.MaxValue;
            }
        }
    }
}
