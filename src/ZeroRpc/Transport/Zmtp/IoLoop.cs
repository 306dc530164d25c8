using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using ZeroRpc.Diagnostics;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// A thread that waits for sockets and does what they are ready for. It takes nothing of the thread pool: .NET's asynchronous sockets
/// complete there, and user code that holds the pool would make us deaf. Waiting costs by the number of sockets, so there is a limit.
/// </summary>
internal sealed class IoLoop : IDisposable
{
    /// <summary>How many sources a loop should have.</summary>
    public const int Capacity = 64;

    /// <summary>How long a loop goes on looking whether the pool does what was left to it, in milliseconds.</summary>
    private const int WatchTime = 10;

    /// <summary>How often a loop that ends looks whether another thread has sent the rest, in milliseconds.</summary>
    private const int LingerStep = 5;

    private readonly WakeUp _wakeUp = new();
    private readonly OwnerThread _thread;
    private readonly ILogger _logger;
    private readonly TimeSpan _linger;
    private readonly List<IoSource> _sources = [];
    private readonly Dictionary<Socket, IoSource> _bySocket = [];
    private readonly List<Socket> _toRead = [];
    private readonly List<Socket> _toWrite = [];
    private byte[]? _buffer;
    private volatile bool _stopping;
    private int _watching;
    private int _load;
    private long _turns;

    /// <summary>Makes a loop; <see cref="Start"/> starts its thread.</summary>
    public IoLoop(string name, TimeSpan linger, ILogger logger)
    {
        _linger = linger;
        _logger = logger;
        _thread = new OwnerThread(name, _wakeUp);
    }

    /// <summary>Completes when the thread has ended.</summary>
    public Task Ended => _thread.Ended;

    /// <summary>Whether the calling thread is the loop's.</summary>
    public bool IsCurrent => _thread.IsCurrent;

    /// <summary>How many sources it has, or is about to have.</summary>
    public int Load => Volatile.Read(ref _load);

    /// <summary>How often the loop went round: it stands still when there is nothing to do.</summary>
    public long Turns => Volatile.Read(ref _turns);

    private byte[] Buffer => _buffer ??= ReceiveBuffers.Rent();

    /// <summary>Starts the thread.</summary>
    public void Start() => _thread.Start(Run);

    /// <summary>Ends the thread, when what is to leave has, or the linger time is over.</summary>
    public void Dispose()
    {
        _stopping = true;
        _thread.Close();
        _wakeUp.Ring();
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
            failed(exception);
        }
    });

    /// <summary>Has something done on the thread and waits for it.</summary>
    /// <exception cref="ObjectDisposedException">The loop ends.</exception>
    public void Run(Action work) => _thread.Run(() =>
    {
        work();
        return 0;
    });

    /// <summary>Watches a source from now on; when the loop ends first, the source is closed.</summary>
    public void Add(IoSource source)
    {
        Interlocked.Increment(ref _load);
        if (IsCurrent)
        {
            _sources.Add(source);
        }
        else
        {
            _thread.Post(() => _sources.Add(source), source.Dispose);
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

    /// <summary>Has the loop look at its sources anew, if it sleeps.</summary>
    public void Ring() => _wakeUp.Ring();

    /// <summary>Something was left to the thread pool: has the loop look whether it gets done.</summary>
    public void Watch()
    {
        if (Interlocked.Exchange(ref _watching, 1) == 0)
        {
            _wakeUp.Ring();
        }
    }

    private void Run()
    {
        try
        {
            while (!_stopping)
            {
                Turn();
                _thread.RunCommands();
            }

            Linger();
        }
        catch (Exception exception)
        {
            Log.TransportFailed(_logger, exception);
        }
        finally
        {
            foreach (IoSource source in _sources.ToArray())
            {
                source.Dispose();
            }

            _wakeUp.Dispose();
        }
    }

    private void Turn()
    {
        Volatile.Write(ref _turns, _turns + 1);
        _wakeUp.FallAsleep();
        long dueAt = Prepare(reading: true);
        _toRead.Add(_wakeUp.Socket);
        bool timedOut = Select(_thread.HasCommands || _stopping ? 0 : TimeTo(dueAt));
        _wakeUp.Awake();
        if (timedOut && dueAt > Environment.TickCount64)
        {
            Volatile.Write(ref _watching, 0);
        }

        if (_toRead.Remove(_wakeUp.Socket))
        {
            _wakeUp.Drain();
        }

        Dispatch();
        RunDue(dueAt);
        GiveBufferBack();
    }

    /// <summary>Lists the sockets to wait for, and gives the time of the first source that is due.</summary>
    private long Prepare(bool reading)
    {
        _bySocket.Clear();
        _toRead.Clear();
        _toWrite.Clear();
        long dueAt = long.MaxValue;
        foreach (IoSource source in _sources)
        {
            dueAt = Math.Min(dueAt, source.DueAt);
            if (source.Socket is not { } socket)
            {
                continue;
            }

            _bySocket.Add(socket, source);
            if (reading && source.WantsToRead)
            {
                _toRead.Add(socket);
            }

            if (source.WantsToWrite)
            {
                _toWrite.Add(socket);
            }
        }

        return dueAt;
    }

    private int TimeTo(long dueAt)
    {
        long wait = dueAt == long.MaxValue ? long.MaxValue : Math.Max(0, dueAt - Environment.TickCount64);
        if (Volatile.Read(ref _watching) != 0)
        {
            wait = Math.Min(wait, WatchTime);
        }

        return wait == long.MaxValue ? -1 : (int)Math.Min(wait, 1_000_000);
    }

    /// <summary>Waits, and leaves in the lists what is ready. True when the time ran out.</summary>
    private bool Select(int milliseconds)
    {
        Socket.Select(_toRead, _toWrite, null, milliseconds < 0 ? -1 : milliseconds * 1000);
        return _toRead.Count == 0 && _toWrite.Count == 0;
    }

    private void Dispatch()
    {
        foreach (Socket socket in _toWrite)
        {
            Guarded(_bySocket[socket], static (source, _) => source.OnWritable());
        }

        foreach (Socket socket in _toRead)
        {
            Guarded(_bySocket[socket], static (source, loop) => source.OnReadable(loop.Buffer));
        }
    }

    private void RunDue(long dueAt)
    {
        long now = Environment.TickCount64;
        if (dueAt > now)
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
            source.OnFault(exception);
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

    /// <summary>Sends what is to leave; receives nothing.</summary>
    private void Linger()
    {
        long end = Environment.TickCount64 + (long)_linger.TotalMilliseconds;
        while (Environment.TickCount64 < end && CloseThoseDone())
        {
            Prepare(reading: false);
            if (_toWrite.Count > 0)
            {
                Select(LingerStep);
                Dispatch();
            }
            else
            {
                Thread.Sleep(1); // Another thread is sending.
            }

            RunDue(0);
            GiveBufferBack();
        }
    }

    /// <summary>Closes the sources from which nothing is to leave; false when there are no others.</summary>
    private bool CloseThoseDone()
    {
        foreach (IoSource source in _sources.FindAll(source => source.IsDone))
        {
            _sources.Remove(source);
            source.Dispose();
        }

        return _sources.Count > 0;
    }
}
