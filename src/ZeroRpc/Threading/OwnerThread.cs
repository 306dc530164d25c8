namespace ZeroRpc.Threading;

/// <summary>
/// The only thread that may use a socket. Other threads can run actions on it and wait for the result. A new thread can take its place, so
/// that there is one at a time.
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

    /// <summary>Whether the calling thread is this thread and is not running user code.</summary>
    public bool IsCurrent => Thread.CurrentThread == _thread && !InlineExecutor.IsHere;

    /// <summary>Whether actions are waiting.</summary>
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

    /// <summary>Starts the thread. The body returns true when it ends, and false when another thread has taken its place.</summary>
    public void Start(Func<bool> body)
    {
        _body = body;
        Replace();
    }

    /// <summary>
    /// Starts another thread in the place of the current one. The current thread must return false from its body without using anything
    /// that belongs to it.
    /// </summary>
    public void Replace()
    {
        _thread = null; // The body sets it before it runs anything. Until then, no thread is the owner.
        LibraryThread.Start(name, RunBody);
    }

    /// <summary>Runs a function on the thread and waits for its result. Its exception is thrown here.</summary>
    /// <exception cref="ObjectDisposedException">The thread is ending or has ended.</exception>
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

    /// <summary>Runs an action on the thread asynchronously. Runs <paramref name="refuse"/> instead if the thread ends first.</summary>
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

    /// <summary>Runs the waiting actions. Called on the thread.</summary>
    public void RunCommands()
    {
        foreach (Command command in Take(close: false))
        {
            command.Run();
        }
    }

    /// <summary>Refuses all further actions and those that are waiting.</summary>
    public void Close()
    {
        foreach (Command command in Take(close: true))
        {
            command.Refuse();
        }
    }

    private void RunBody()
    {
        _thread = Thread.CurrentThread;
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
