namespace ZeroRpc.Threading;

/// <summary>
/// Watches the loops' threads while they run user code. A thread that is in the same user code for too long loses its loop to another
/// thread. The watchdog of the process has its own thread, which sleeps while no user code runs. Thread-safe.
/// </summary>
internal sealed class InlineWatchdog
{
    /// <summary>
    /// The interval between two checks in milliseconds. User code that blocks a loop's thread delays the loop by one to two intervals.
    /// </summary>
    private const int Interval = 4;

    /// <summary>The number of checks without user code after which the watchdog sleeps. Waking it costs a system call.</summary>
    private const int MaxQuietLooks = 25;

    private readonly Lock _gate = new();
    private readonly object _wanted = new();
    private readonly bool _looksByItself;
    private InlineExecutor[] _turns = [];
    private bool _hasThread;
    private int _isAwake;

    private InlineWatchdog(TimeProvider time, bool looksByItself)
    {
        Time = time;
        _looksByItself = looksByItself;
    }

    /// <summary>Creates a watchdog that checks only when <see cref="Look"/> is called, for executors that use the time of a test.</summary>
    public InlineWatchdog(TimeProvider time)
        : this(time, looksByItself: false)
    {
    }

    /// <summary>The watchdog of the process.</summary>
    public static InlineWatchdog Shared { get; } = new(TimeProvider.System, looksByItself: true);

    /// <summary>Measures the time of turns.</summary>
    public TimeProvider Time { get; }

    /// <summary>Adds an executor to watch.</summary>
    public void Add(InlineExecutor turn)
    {
        lock (_gate)
        {
            _turns = [.. _turns, turn];
            if (_looksByItself && !_hasThread)
            {
                _hasThread = true;
                LibraryThread.Start("ZeroRpc watch", Run, ThreadPriority.AboveNormal);
            }
        }
    }

    /// <summary>Removes an executor.</summary>
    public void Remove(InlineExecutor turn)
    {
        lock (_gate)
        {
            _turns = [.. _turns.Where(other => other != turn)];
        }
    }

    /// <summary>Called by a thread that is about to run user code.</summary>
    public void Wake()
    {
        if (Volatile.Read(ref _isAwake) == 0 && Interlocked.Exchange(ref _isAwake, 1) == 0)
        {
            lock (_wanted)
            {
                Monitor.Pulse(_wanted);
            }
        }
    }

    private void Run()
    {
        while (true)
        {
            WaitUntilWanted();
            for (int quiet = 0; quiet < MaxQuietLooks; quiet++)
            {
                Thread.Sleep(Interval);
                if (Look())
                {
                    quiet = 0;
                }
            }

            Sleep();
        }
    }

    private void WaitUntilWanted()
    {
        lock (_wanted)
        {
            while (Volatile.Read(ref _isAwake) == 0)
            {
                Monitor.Wait(_wanted);
            }
        }
    }

    /// <summary>
    /// Sleeps, unless user code has just started. The full fence of the exchange ensures that either the starting thread sees that the
    /// watchdog sleeps, or the check below sees the user code.
    /// </summary>
    private void Sleep()
    {
        Interlocked.Exchange(ref _isAwake, 0);
        if (Look())
        {
            Wake();
        }
    }

    /// <summary>Checks all executors once. Returns whether any user code has run since the last check.</summary>
    public bool Look()
    {
        bool any = false;
        foreach (InlineExecutor turn in Volatile.Read(ref _turns))
        {
            any |= turn.Look();
        }

        return any;
    }
}
