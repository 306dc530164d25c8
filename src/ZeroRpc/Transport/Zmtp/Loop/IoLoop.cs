using ZeroRpc.Threading;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// A thread that waits for sockets and does what they are ready for. It takes nothing of the thread pool: .NET's asynchronous sockets
/// complete there, and user code that holds the pool would make us deaf. Waiting costs by the number of sockets, so there is a limit. Whatever
/// a source does wrong is that source's trouble: the loop and its other sources go on.
/// </summary>
internal sealed class IoLoop : IDisposable
{
    /// <summary>How many sources a loop should have.</summary>
    public const int Capacity = 64;

    /// <summary>How long a loop goes on looking whether the pool does what was left to it, in milliseconds.</summary>
    private const int WatchTime = 10;

    /// <summary>How often a loop looks whether another thread has sent what a closed socket was to send, in milliseconds.</summary>
    private const int LingerStep = 2;

    /// <summary>With one processor nobody on this machine could answer meanwhile.</summary>
    private static readonly bool MaySpin = Environment.ProcessorCount > 1;

    private readonly WakeUp _wakeUp = new();
    private readonly OwnerThread _thread;
    private readonly List<IoSource> _sources = [];
    private readonly List<Closing> _closings = [];
    private readonly Poller _poller;
    private readonly Spinning _spinning = new();
    private byte[]? _buffer;
    private volatile bool _stopping;
    private int _watching;
    private int _load;
    private long _turns;

    /// <summary>Makes a loop; <see cref="Start"/> starts its thread.</summary>
    public IoLoop(string name)
    {
        _thread = new OwnerThread(name, _wakeUp);
        _poller = new Poller(_sources, _wakeUp.Socket);
    }

    /// <summary>Completes when the thread has ended.</summary>
    public Task Ended => _thread.Ended;

    /// <summary>Whether the calling thread is the loop's, at the loop's work and not in user code.</summary>
    public bool IsCurrent => _thread.IsCurrent;

    /// <summary>How many sources it has, or is about to have.</summary>
    public int Load => Volatile.Read(ref _load);

    /// <summary>How many sockets have it as their home; kept by <see cref="IoLoops"/>.</summary>
    public int Sockets { get; set; }

    /// <summary>How often the loop went round: it stands still when there is nothing to do.</summary>
    public long Turns => Volatile.Read(ref _turns);

    private byte[] Buffer => _buffer ??= ReceiveBuffers.Rent();

    /// <summary>Starts the thread.</summary>
    public void Start() => _thread.Start(Run);

    /// <summary>Ends the thread; there are no sources any more.</summary>
    public void Dispose()
    {
        _stopping = true;
        _thread.Close();
        _wakeUp.Signal();
    }

    /// <summary>Has something done on the thread, soon; when it fails, <paramref name="failed"/> is told.</summary>
    public void Post(Action work, Action<Exception> failed) => _thread.Post(() =>
    {
        try
        {
            work();
        }
        catch (Exception exception)
        {
            Quietly(() => failed(exception));
        }
    });

    /// <summary>Has something done on the thread and waits for it.</summary>
    /// <exception cref="ObjectDisposedException">The loop ends.</exception>
    public void Run(Action work) => _thread.Run(() =>
    {
        work();
        return 0;
    });

    /// <summary>Watches a source from now on; when its socket or the loop ends first, the source is closed.</summary>
    public void Add(IoSource source)
    {
        Interlocked.Increment(ref _load);
        if (IsCurrent)
        {
            Begin(source);
        }
        else
        {
            _thread.Post(() => Begin(source), source.Dispose);
        }
    }

    /// <summary>Watches a source no more. On the loop's thread.</summary>
    public void Remove(IoSource source)
    {
        if (_sources.Remove(source))
        {
            Interlocked.Decrement(ref _load);
        }
    }

    /// <summary>Closes a socket's sources here, each when it is done, all at a time at the latest; completes when there are none.</summary>
    public Task CloseAsync(SocketLoops socket, long end)
    {
        var closing = new Closing(socket, end, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _thread.Post(() => _closings.Add(closing), () => closing.Ended.TrySetResult());
        return closing.Ended.Task;
    }

    /// <summary>Has the loop look at its sources anew, if it sleeps.</summary>
    public void Signal() => _wakeUp.Signal();

    /// <summary>Something was left to the thread pool: has the loop look whether it gets done.</summary>
    public void Watch()
    {
        if (Interlocked.Exchange(ref _watching, 1) == 0)
        {
            _wakeUp.Signal();
        }
    }

    private static void Quietly(Action lastResort)
    {
        try
        {
            lastResort();
        }
        catch (Exception)
        {
            // A logger that throws, say: nobody is left to be told.
        }
    }

    private void Begin(IoSource source)
    {
        if (source.Loops.IsClosed)
        {
            Interlocked.Decrement(ref _load);
            Quietly(source.Dispose);
        }
        else
        {
            _sources.Add(source);
        }
    }

    /// <summary>Goes round until the end. False when another thread has the loop now.</summary>
    private bool Run()
    {
        InlineExecutor turn = InlineExecutor.Begin(_thread.Replace);
        while (!_stopping)
        {
            try
            {
                Turn();
            }
            catch (Exception exception)
            {
                Blame(exception);
            }

            _thread.RunCommands();
            if (_closings.Count > 0)
            {
                _closings.RemoveAll(IsOver);
            }

            if (!turn.Run())
            {
                return false;
            }
        }

        turn.End();
        _wakeUp.Dispose();
        return true;
    }

    private void Turn()
    {
        Volatile.Write(ref _turns, _turns + 1);
        if (!(MaySpin && _spinning.IsWorthwhile && SpinUntilReady()))
        {
            SleepUntilReady();
        }

        if (_poller.HasRung)
        {
            _wakeUp.Drain();
        }

        Dispatch();
        RunDue();
        GiveBufferBack();
    }

    /// <summary>Looks again and again for a while, so that nobody has to wake us who answers at once.</summary>
    private bool SpinUntilReady()
    {
        long began = Spinning.Begin();
        do
        {
            long dueAt = _poller.Prepare();
            if (dueAt <= Environment.TickCount64 || _thread.HasCommands || _stopping)
            {
                return false; // There is something else to do.
            }

            if (_poller.Poll(0))
            {
                _spinning.Succeed();
                return true;
            }

            Thread.Yield();
        }
        while (!Spinning.IsOver(began));

        _spinning.Fail();
        return false;
    }

    private void SleepUntilReady()
    {
        _wakeUp.FallAsleep();
        long dueAt = Math.Min(_poller.Prepare(), _closings.Count > 0 ? NextLookAtClosings() : long.MaxValue);
        bool isReady = _poller.Poll(_thread.HasCommands || _stopping ? 0 : TimeTo(dueAt));
        _wakeUp.Awake();
        if (!isReady && dueAt > Environment.TickCount64)
        {
            Volatile.Write(ref _watching, 0);
        }
    }

    /// <summary>A socket that can be written again wakes us; another thread that sends does not.</summary>
    private long NextLookAtClosings() => _sources.Exists(source => source.Loops.IsClosed && !source.WantsToWrite)
        ? Environment.TickCount64 + LingerStep
        : _closings.Min(closing => closing.End);

    private int TimeTo(long dueAt)
    {
        long wait = dueAt == long.MaxValue ? long.MaxValue : Math.Max(0, dueAt - Environment.TickCount64);
        if (Volatile.Read(ref _watching) != 0)
        {
            wait = Math.Min(wait, WatchTime);
        }

        return wait == long.MaxValue ? -1 : (int)Math.Min(wait, 1_000_000);
    }

    private void Dispatch()
    {
        foreach (IoSource source in _poller.Writable)
        {
            Guarded(source, static (writable, _) => writable.OnWritable());
        }

        foreach (IoSource source in _poller.Readable)
        {
            Guarded(source, static (readable, loop) => readable.OnReadable(loop.Buffer));
        }
    }

    private void RunDue()
    {
        long now = Environment.TickCount64;
        if (_poller.DueAt > now)
        {
            return;
        }

        foreach (IoSource source in _sources.ToArray())
        {
            if (source.DueAt <= now)
            {
                Guarded(source, static (due, loop) => due.OnDue(loop.Buffer));
            }
        }
    }

    private void Guarded(IoSource source, Action<IoSource, IoLoop> work)
    {
        try
        {
            work(source, this);
        }
        catch (Exception exception)
        {
            Fault(source, exception);
        }
    }

    private void Fault(IoSource source, Exception exception)
    {
        try
        {
            source.OnFault(exception);
        }
        catch (Exception)
        {
            Drop(source);
        }
    }

    private void Drop(IoSource source)
    {
        Remove(source);
        Quietly(source.Dispose);
    }

    /// <summary>The sources could not be waited for: those that cannot be asked, or whose socket somebody closed; or all, if none of them.</summary>
    private void Blame(Exception exception)
    {
        List<IoSource> broken = _sources.FindAll(IsBroken);
        foreach (IoSource source in broken.Count > 0 ? broken : [.. _sources])
        {
            Fault(source, exception);
        }

        _sources.FindAll(IsBroken).ForEach(Drop);
    }

    private static bool IsBroken(IoSource source)
    {
        try
        {
            (_, _, _) = (source.DueAt, source.WantsToRead, source.WantsToWrite);
            return source.Socket is { SafeHandle.IsClosed: true };
        }
        catch (Exception)
        {
            return true;
        }
    }

    private void GiveBufferBack()
    {
        if (_buffer is { } buffer)
        {
            _buffer = null;
            ReceiveBuffers.GiveBack(buffer);
        }
    }

    /// <summary>Closes those sources of a closed socket from which nothing is to leave; true when there are no others.</summary>
    private bool IsOver(Closing closing)
    {
        bool isLate = Environment.TickCount64 >= closing.End;
        _sources.FindAll(source => source.Loops == closing.Socket && (isLate || source.IsDone)).ForEach(Drop);
        return !_sources.Exists(source => source.Loops == closing.Socket) && closing.Ended.TrySetResult();
    }

    /// <summary>A socket that ends, and when it does at the latest.</summary>
    private sealed record Closing(SocketLoops Socket, long End, TaskCompletionSource Ended);
}
