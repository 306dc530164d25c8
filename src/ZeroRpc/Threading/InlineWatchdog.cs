namespace ZeroRpc.Threading;

/// <summary>
/// Looks after the threads of the process's loops while they run user code: who is in the same for too long loses the loop to another thread.
/// That of the process has a thread of its own, which sleeps while no user code runs. Thread-safe.
/// </summary>
internal sealed class InlineWatchdog
{
    /// <summary>The time between two looks, in milliseconds: user code that holds a loop's thread holds the loop up for once or twice as long.</summary>
    private const int Interval = 4;

    /// <summary>After so many looks at which nothing had run, the watch sleeps: waking it costs its waker a system call.</summary>
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

    /// <summary>One that looks when it is told to, for turns that take their time from a clock.</summary>
    public InlineWatchdog(TimeProvider time)
        : this(time, looksByItself: false)
    {
    }

    /// <summary>That of the process.</summary>
    public static InlineWatchdog Shared { get; } = new(TimeProvider.System, looksByItself: true);

    /// <summary>By which turns are timed.</summary>
    public TimeProvider Time { get; }

    /// <summary>Looks after one more thread.</summary>
    public void Add(InlineExecutor turn)
    {
        lock (_gate)
        {
            _turns = [.. _turns, turn];
            if (_looksByItself && !_hasThread)
            {
                _hasThread = true;
                new Thread(Run) { IsBackground = true, Name = "ZeroRpc watch", Priority = ThreadPriority.AboveNormal }.UnsafeStart();
            }
        }
    }

    /// <summary>Looks after it no more.</summary>
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

    /// <summary>Somebody may begin just now: either he sees that we sleep, or we see him.</summary>
    private void Sleep()
    {
        Interlocked.Exchange(ref _isAwake, 0);
        if (Look())
        {
            Wake();
        }
    }

    /// <summary>Looks once. Whether any user code ran since the last look.</summary>
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
