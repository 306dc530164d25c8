namespace ZeroRpc.Threading;

/// <summary>
/// A thread that alone may touch a socket, and the way for others to have something done on it and wait for the result. Another thread may take
/// its place, one at a time.
/// </summary>
internal sealed class OwnerThread(string name, WakeUp wakeUp)
{
    private static readonly Queue<Command> None = [];

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Queue<Command> _commands = [];
    private volatile Thread? _thread;
    private Func<bool>? _body;
    private bool _closed;

    /// <summary>Completes when the thread has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Whether the calling thread is this one, and not in user code.</summary>
    public bool IsCurrent => Thread.CurrentThread == _thread && !InlineExecutor.IsHere;

    /// <summary>Whether somebody waits for something to be done.</summary>
    public bool HasCommands
    {
        get
        {
            lock (_gate)
            {
                return _commands.Count > 0;
            }
        }
    }

    /// <summary>Starts the thread, whose body gives back true at its end, and false when another thread has its place.</summary>
    public void Start(Func<bool> body)
    {
        _body = body;
        Replace();
    }

    /// <summary>Starts another thread in the place of this one, which has to leave its body with false and without touching anything.</summary>
    public void Replace()
    {
        var thread = new Thread(RunBody) { IsBackground = true, Name = name };
        _thread = thread;
        thread.UnsafeStart(); // Without the async locals of whoever happens to need it first.
    }

    /// <summary>Has something done on the thread and waits for it. What it throws is thrown here.</summary>
    /// <exception cref="ObjectDisposedException">The thread ends or has ended.</exception>
    public T Run<T>(Func<T> work)
    {
        if (IsCurrent)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(OwnerThread));
            return work();
        }

        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(OwnerThread));
            _commands.Enqueue(new Command(
                () =>
                {
                    try
                    {
                        done.TrySetResult(work());
                    }
                    catch (Exception exception)
                    {
                        done.TrySetException(exception);
                    }
                },
                () => done.TrySetException(new ObjectDisposedException(typeof(OwnerThread).FullName))));
        }

        wakeUp.Signal();
        InlineExecutor.PassOn();
        return done.Task.GetAwaiter().GetResult();
    }

    /// <summary>Has something done on the thread, soon; <paramref name="refuse"/> instead when the thread ends before.</summary>
    public void Post(Action work, Action? refuse = null)
    {
        bool closed;
        lock (_gate)
        {
            closed = _closed;
            if (!closed)
            {
                _commands.Enqueue(new Command(work, refuse ?? (static () => { })));
            }
        }

        if (closed)
        {
            refuse?.Invoke();
        }
        else
        {
            wakeUp.Signal();
        }
    }

    /// <summary>Called on the thread: does what was asked for.</summary>
    public void RunCommands()
    {
        foreach (Command command in Take(close: false))
        {
            command.Run();
        }
    }

    /// <summary>Refuses everything from now on, and what was not yet done.</summary>
    public void Close()
    {
        foreach (Command command in Take(close: true))
        {
            command.Refuse();
        }
    }

    private void RunBody()
    {
        bool hasEnded = true;
        try
        {
            hasEnded = _body!();
        }
        finally
        {
            if (hasEnded)
            {
                Close();
                _ended.TrySetResult();
            }
        }
    }

    private Queue<Command> Take(bool close)
    {
        lock (_gate)
        {
            _closed |= close;
            if (_commands.Count == 0)
            {
                return None;
            }

            Queue<Command> taken = _commands;
            _commands = [];
            return taken;
        }
    }

    private sealed record Command(Action Run, Action Refuse);
}
