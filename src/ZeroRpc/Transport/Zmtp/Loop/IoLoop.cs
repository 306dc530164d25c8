using System.Net.Sockets;
using ZeroRpc.Threading;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// A thread that waits for the sockets of its sources, and calls the sources that are ready or due. It does not use the thread pool: .NET's
/// asynchronous sockets complete there, and user code that blocks the pool would stop this library from receiving. The cost of a turn
/// depends on the number of sources that are ready, due or changed. An exception of a source is passed to the source, and the source is
/// closed if it throws again; the loop and its other sources continue.
/// </summary>
internal sealed class IoLoop : IDisposable
{
    /// <summary>The delay in milliseconds after which a loop processes sources that called <see cref="RefreshSoon"/>.</summary>
    private const int SoonInterval = 10;

    /// <summary>With a single processor, spinning would delay a peer on the same machine.</summary>
    private static readonly bool MaySpin = Environment.ProcessorCount > 1;

    private readonly WakeUp _wakeUp = new();
    private readonly OwnerThread _thread;
    private readonly IPoller _poller;
    private readonly IoSources _sources;
    private readonly List<SocketClosing> _closings = [];
    private readonly Spinning _spinning = new();
    private byte[]? _buffer;
    private volatile bool _stopping;
    private int _looksSoon;
    private int _load;
    private long _turns;

    /// <summary>Creates a loop. <see cref="Start"/> starts its thread.</summary>
    public IoLoop(string name, Func<Socket, IPoller>? newPoller = null)
    {
        _thread = new OwnerThread(name, _wakeUp);
        try
        {
            _poller = (newPoller ?? IPoller.Create)(_wakeUp.Socket);
        }
        catch
        {
            _wakeUp.Dispose();
            throw;
        }

        _sources = new IoSources(_poller);
    }

    /// <summary>Completes when the thread has ended.</summary>
    public Task Ended => _thread.Ended;

    /// <summary>Whether the calling thread is the loop's thread and is not running user code.</summary>
    public bool IsCurrent => _thread.IsCurrent;

    /// <summary>The number of sources that the loop should have at most.</summary>
    public int Capacity => _poller.Capacity;

    /// <summary>The number of sources that the loop has, or is about to have.</summary>
    public int Load => Volatile.Read(ref _load);

    /// <summary>The number of sockets whose home is this loop. Set by <see cref="IoLoops"/>.</summary>
    public int Sockets { get; set; }

    /// <summary>The number of turns that the loop has made. It makes none while there is nothing to do.</summary>
    public long Turns => Volatile.Read(ref _turns);

    private byte[] Buffer => _buffer ??= ReceiveBuffers.Rent();

    /// <summary>Starts the thread.</summary>
    public void Start() => _thread.Start(Run);

    /// <summary>Ends the thread. The loop must have no sources.</summary>
    public void Dispose()
    {
        _stopping = true;
        _thread.Close();
        _wakeUp.Signal();
    }

    /// <summary>Runs an action for a source on the loop's thread, asynchronously. The source is notified of an exception.</summary>
    public void Post(IoSource source, Action work) => _thread.Post(() => Guarded(source, (_, _) => work()));

    /// <summary>Runs an action on the loop's thread, asynchronously. Ignores exceptions. Nothing runs if the loop ends first.</summary>
    public void Post(Action work) => _thread.Post(() => Quietly(work));

    /// <summary>Runs an action on the loop's thread and waits for it.</summary>
    /// <exception cref="ObjectDisposedException">The loop is ending.</exception>
    public void Run(Action work) => _thread.Run(() =>
    {
        work();
        return 0;
    });

    /// <summary>Adds a source. If its socket or the loop ends first, the source is closed.</summary>
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

    /// <summary>Removes a source. Call this on the loop's thread, before the source closes its socket.</summary>
    public void Remove(IoSource source)
    {
        if (_sources.Remove(source))
        {
            Interlocked.Decrement(ref _load);
        }
    }

    /// <summary>Stops watching the socket of a source, which is about to close it. Call this on the loop's thread.</summary>
    public void Unwatch(IoSource source) => _poller.Remove(source.Registration);

    /// <summary>Removes and closes a source. Must be called on the loop's thread.</summary>
    public void Drop(IoSource source)
    {
        Remove(source);
        Quietly(source.Dispose);
    }

    /// <summary>
    /// Closes the sources that a socket has at this loop, each when it is done, and all at the given time. Completes when none is left.
    /// </summary>
    public Task CloseAsync(SocketLoops socket, long end)
    {
        var closing = new SocketClosing(socket, end);
        _thread.Post(
            () =>
            {
                _closings.Add(closing);
                closing.Begin(this);
            },
            closing.Skip);
        return closing.Ended;
    }

    /// <summary>Lets the loop read the interest and deadline of a source immediately. Can be called on any thread.</summary>
    public void Refresh(IoSource source)
    {
        _sources.OnChanged(source);
        _wakeUp.Signal();
    }

    /// <summary>
    /// Lets the loop read the interest and deadline of a source within some milliseconds. Only the first of many calls wakes the loop,
    /// which then polls until it is idle. Can be called on any thread.
    /// </summary>
    public void RefreshSoon(IoSource source)
    {
        _sources.OnChanged(source);
        if (Interlocked.Exchange(ref _looksSoon, 1) == 0)
        {
            _wakeUp.Signal();
        }
    }

    /// <summary>
    /// Compares the interest and deadline of a source with those that are registered. Must be called on the loop's thread.
    /// </summary>
    public void Update(IoSource source)
    {
        if (_sources.TryUpdate(source) is { } exception)
        {
            Fault(source, exception);
        }
    }

    private static void Quietly(Action work)
    {
        try
        {
            work();
        }
        catch (Exception)
        {
            // For example, a logger that throws. The exception cannot be reported.
        }
    }

    private void Begin(IoSource source)
    {
        if (source.Loops.IsClosed)
        {
            Interlocked.Decrement(ref _load);
            Quietly(source.Dispose);
        }
        else if (_sources.Add(source) is { } exception)
        {
            Fault(source, exception);
        }
    }

    /// <summary>Makes turns until the loop ends. Returns false if another thread has taken over the loop.</summary>
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
                OnWaitFailed(exception);
            }

            _thread.RunCommands();
            if (_closings.Count > 0)
            {
                _closings.RemoveAll(closing => closing.TryEnd(this));
            }

            if (!turn.Run())
            {
                return false;
            }
        }

        turn.End();
        _poller.Dispose();
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

        if (_poller.IsWokenUp)
        {
            _wakeUp.Drain();
        }

        Dispatch();
        RunDue();
        GiveBufferBack();
    }

    /// <summary>Polls for a short time, so that a peer that replies immediately need not wake this thread.</summary>
    private bool SpinUntilReady()
    {
        long began = Spinning.Begin();
        do
        {
            UpdateChanged();
            if (_sources.DueAt <= Environment.TickCount64 || _thread.HasCommands || _stopping)
            {
                return false; // There is other work to do.
            }

            if (_poller.Wait(0))
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
        // FallAsleep comes before the checks. A thread that changes a source or posts a command after the checks then sees that this thread
        // sleeps, and wakes it.
        _wakeUp.FallAsleep();
        UpdateChanged();
        long dueAt = _closings.Count == 0 ? _sources.DueAt : Math.Min(_sources.DueAt, _closings.Min(static closing => closing.NextLook));
        bool isReady = _poller.Wait(_thread.HasCommands || _stopping ? 0 : TimeTo(dueAt));
        _wakeUp.Awake();
        if (!isReady && dueAt > Environment.TickCount64)
        {
            Volatile.Write(ref _looksSoon, 0); // A change that was listed without a wake-up is processed before the next sleep.
        }
    }

    private void UpdateChanged()
    {
        foreach (IoSource source in _sources.TakeChanged())
        {
            Update(source);
        }
    }

    private int TimeTo(long dueAt)
    {
        long wait = dueAt == long.MaxValue ? long.MaxValue : Math.Max(0, dueAt - Environment.TickCount64);
        if (Volatile.Read(ref _looksSoon) != 0)
        {
            wait = Math.Min(wait, SoonInterval);
        }

        return wait == long.MaxValue ? -1 : (int)Math.Min(wait, 1_000_000);
    }

    private void Dispatch()
    {
        // The key is compared before each call, because a source can close its own socket or that of another source that is also ready.
        foreach ((IoRegistration registration, long key, Interest events) in _poller.Ready)
        {
            if ((events & (Interest.Write | Interest.Connect)) != 0 && registration.Key == key)
            {
                Guarded(registration.Source, static (source, _) => source.OnWritable());
            }

            if ((events & Interest.Read) != 0 && registration.Key == key)
            {
                Guarded(registration.Source, static (source, loop) => source.OnReadable(loop.Buffer));
            }
        }
    }

    private void RunDue()
    {
        // Listed before the calls. A source that is immediately due again waits for the next turn.
        foreach (IoSource source in _sources.TakeDue())
        {
            if (source.Registration.IsAdded)
            {
                Guarded(source, static (due, loop) => loop.RunDue(due));
            }
        }
    }

    private void RunDue(IoSource source)
    {
        // An earlier source in the list may have removed this source and added it again.
        if (source.DueAt <= Environment.TickCount64)
        {
            source.OnDue(Buffer);
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
            return;
        }

        Update(source);
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
            return;
        }

        if (_sources.TryUpdate(source) is not null)
        {
            Drop(source);
        }
    }

    /// <summary>The poller failed. Notifies the sources whose sockets were closed from outside, or all sources if there are none.</summary>
    private void OnWaitFailed(Exception exception)
    {
        List<IoSource> watched = [.. _poller.Watched.Select(static registration => registration.Source)];
        List<IoSource> closed = watched.FindAll(static source => source.Registration.Socket is { SafeHandle.IsClosed: true });
        (closed.Count > 0 ? closed : watched).ForEach(source => Fault(source, exception));
    }

    private void GiveBufferBack()
    {
        if (_buffer is { } buffer)
        {
            _buffer = null;
            ReceiveBuffers.GiveBack(buffer);
        }
    }
}
