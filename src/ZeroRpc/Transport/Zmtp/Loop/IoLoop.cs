using System.Net.Sockets;
using ZeroRpc.Threading;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// A thread that waits for the sockets of its sources and calls the sources that are ready or due. It uses no thread of the pool: .NET's asynchronous
/// sockets complete there, and user code that holds the pool would keep us from reading. A turn costs by the number of sources that are ready, due
/// or changed. A source that throws is told, and closed if it throws again; the loop and its other sources go on.
/// </summary>
internal sealed class IoLoop : IDisposable
{
    /// <summary>How soon a loop looks at sources that have asked for <see cref="RefreshSoon"/>, in milliseconds.</summary>
    private const int SoonInterval = 10;

    /// <summary>With a single processor, spinning would keep the peer on this machine from answering.</summary>
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

    /// <summary>Makes a loop; <see cref="Start"/> starts its thread.</summary>
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

    /// <summary>Whether the calling thread is the loop's, at the loop's work and not in user code.</summary>
    public bool IsCurrent => _thread.IsCurrent;

    /// <summary>How many sources the loop should have at most.</summary>
    public int Capacity => _poller.Capacity;

    /// <summary>How many sources the loop has, or is about to have.</summary>
    public int Load => Volatile.Read(ref _load);

    /// <summary>How many sockets have the loop as their home; kept by <see cref="IoLoops"/>.</summary>
    public int Sockets { get; set; }

    /// <summary>How many turns the loop has made: it makes none while there is nothing to do.</summary>
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

    /// <summary>Does something for a source on the thread, soon. If it fails, the source is told. Nothing is done when the loop ends.</summary>
    public void Post(IoSource source, Action work) => _thread.Post(() => Guarded(source, (_, _) => work()));

    /// <summary>Does something on the thread, soon. Nothing is done when the loop ends, and nobody is told of a failure.</summary>
    public void Post(Action work) => _thread.Post(() => Quietly(work));

    /// <summary>Does something on the thread and waits for it.</summary>
    /// <exception cref="ObjectDisposedException">The loop ends.</exception>
    public void Run(Action work) => _thread.Run(() =>
    {
        work();
        return 0;
    });

    /// <summary>Serves a source from now on; when its socket or the loop ends first, the source is closed.</summary>
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

    /// <summary>Serves a source no more. On the loop's thread, and before the source closes its socket.</summary>
    public void Remove(IoSource source)
    {
        if (_sources.Remove(source))
        {
            Interlocked.Decrement(ref _load);
        }
    }

    /// <summary>Stops waiting for a source's socket, which the source is about to close. On the loop's thread.</summary>
    public void Unwatch(IoSource source) => _poller.Remove(source.Registration);

    /// <summary>Removes and closes a source. On the loop's thread.</summary>
    public void Drop(IoSource source)
    {
        Remove(source);
        Quietly(source.Dispose);
    }

    /// <summary>Closes the sources that a socket has here, each when it is done, and all at the given time; completes when none is left.</summary>
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

    /// <summary>Looks at what a source wants, at once. On any thread.</summary>
    public void Refresh(IoSource source)
    {
        _sources.OnChanged(source);
        _wakeUp.Signal();
    }

    /// <summary>
    /// Looks at what a source wants within some milliseconds. Only the first of many calls wakes the loop, which then looks again and again until
    /// nothing happens any more. On any thread.
    /// </summary>
    public void RefreshSoon(IoSource source)
    {
        _sources.OnChanged(source);
        if (Interlocked.Exchange(ref _looksSoon, 1) == 0)
        {
            _wakeUp.Signal();
        }
    }

    /// <summary>Compares what a source wants with what the poller and the deadlines know of it. On the loop's thread.</summary>
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
            // A logger that throws, for example: there is nobody left to tell.
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

    /// <summary>Makes turns until the loop ends. False when another thread has the loop now.</summary>
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

    /// <summary>Looks again and again for a while, so that a peer that answers at once need not wake us.</summary>
    private bool SpinUntilReady()
    {
        long began = Spinning.Begin();
        do
        {
            UpdateChanged();
            if (_sources.DueAt <= Environment.TickCount64 || _thread.HasCommands || _stopping)
            {
                return false; // There is something else to do.
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
        // First said, then looked: whoever changes a source or leaves a command after we have looked sees that we sleep, and wakes us.
        _wakeUp.FallAsleep();
        UpdateChanged();
        long dueAt = _closings.Count == 0 ? _sources.DueAt : Math.Min(_sources.DueAt, _closings.Min(static closing => closing.NextLook));
        bool isReady = _poller.Wait(_thread.HasCommands || _stopping ? 0 : TimeTo(dueAt));
        _wakeUp.Awake();
        if (!isReady && dueAt > Environment.TickCount64)
        {
            Volatile.Write(ref _looksSoon, 0); // A change that was listed without a wake-up is seen before the next sleep.
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
        // The key is compared each time: a source may close its own socket or another's, which is ready as well.
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
        // Listed before: a source that is due again at once waits for the next turn.
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
        // An earlier source of the list may have removed this one and added it again.
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

    /// <summary>The poller failed: the sources whose sockets were closed from outside are told and closed, or all sources if there are none.</summary>
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
