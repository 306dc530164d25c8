using ZeroRpc.Diagnostics;

namespace ZeroRpc.Threading;

/// <summary>
/// Runs deadlines when they are due. With the system time, one thread of the process does this, so that user code that blocks all pool
/// threads does not stop heartbeats. With another <see cref="TimeProvider"/>, such as that of a test, a timer of the provider does.
/// </summary>
internal sealed class DeadlineClock
{
    /// <summary>The longest delay in timestamps. It is more than a hundred years even in the finest unit of a clock.</summary>
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

    /// <summary>The number of times that the clock has woken up. It does not wake up while nothing is scheduled.</summary>
    public long Wakeups { get; private set; }

    /// <summary>Returns the clock of a time provider: the shared clock for the system time, otherwise a new one.</summary>
    public static DeadlineClock For(TimeProvider time) => time == TimeProvider.System ? System.Value : new DeadlineClock(time);

    /// <summary>Schedules or reschedules a deadline.</summary>
    public void Schedule(Deadline deadline, TimeSpan delay)
    {
        long now = _time.GetTimestamp();
        long dueAt = now + (long)Math.Min(Math.Ceiling(delay.TotalSeconds * _time.TimestampFrequency), LongestDelay);
        long before = Interlocked.Exchange(ref deadline.DueAt, dueAt);
        if (before == Deadline.Never && deadline.HeapIndex >= 0 && deadline.HeapTime <= dueAt)
        {
            return; // The deadline was suspended and is still in the heap at an earlier position. It is moved when that time comes.
        }

        lock (_gate)
        {
            _heap.Remove(deadline);
            deadline.HeapTime = dueAt;
            _heap.Add(deadline);

            // Calls are created and completed much faster than their deadlines, so the current wake-up is almost always early enough.
            if (dueAt < _wakesAt)
            {
                SetWakeup(dueAt, now);
            }
        }
    }

    /// <summary>Cancels a deadline if it is scheduled.</summary>
    public void Cancel(Deadline deadline)
    {
        lock (_gate)
        {
            Volatile.Write(ref deadline.DueAt, Deadline.Never);
            _heap.Remove(deadline);
        }
    }

    /// <summary>
    /// Cancels a deadline that will soon be scheduled again, such as that of a pooled call. It keeps its position in the heap, so that
    /// suspending and rescheduling each cost a single write. A deadline that is not scheduled again is referenced by the heap until its old
    /// time, unless it is cancelled.
    /// </summary>
    public static void Suspend(Deadline deadline) => Interlocked.Exchange(ref deadline.DueAt, Deadline.Never);

    /// <summary>Returns the time until a scheduled deadline. Zero or negative if it is due.</summary>
    public TimeSpan Until(Deadline deadline) => _time.GetElapsedTime(_time.GetTimestamp(), Volatile.Read(ref deadline.DueAt));

    /// <summary>Returns the time from one timestamp to another. Negative if the second is the earlier one.</summary>
    public TimeSpan Between(long first, long second) => _time.GetElapsedTime(first, second);

    /// <summary>Returns the time since <paramref name="timestamp"/>.</summary>
    public TimeSpan Since(long timestamp) => _time.GetElapsedTime(timestamp);

    /// <summary>The current date and time.</summary>
    public DateTimeOffset UtcNow => _time.GetUtcNow();

    /// <summary>The current timestamp, for <see cref="Since"/>.</summary>
    public long Now => _time.GetTimestamp();

    /// <summary>
    /// Returns the last time at which this process could not receive because no pool thread was free (see <see cref="StarvationProbe"/>).
    /// </summary>
    public long FeelDeafness() => _pulse?.Feel() ?? long.MinValue;

    private void RunDue()
    {
        Wakeups++;
        while (TakeDue(out TimeSpan lateness) is { } deadline)
        {
            try
            {
                deadline.OnDue(lateness);
            }
            catch (Exception exception)
            {
                UnobservedExceptions.Report(exception); // The other deadlines, and the process, continue.
            }
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
    /// Removes a deadline from the heap, and adds it again if it is due later. Other threads can suspend or reschedule it concurrently
    /// without a lock. They first write its time and then read its position and whether it was due; this method does the reverse, with a
    /// full fence in between. At least one side therefore sees the change of the other.
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

        // Rounded up to whole milliseconds, the resolution of timers, so that a wake-up is never slightly too early.
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
            LibraryThread.Start("ZeroRpc clock", Run, ThreadPriority.AboveNormal);
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
