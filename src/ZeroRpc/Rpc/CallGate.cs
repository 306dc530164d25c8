namespace ZeroRpc.Rpc;

/// <summary>
/// The bound on calls that run at once: those beyond it wait in order, their channels alive, up to a limit. Also counts the calls that are
/// left when the server stops. Thread-safe.
/// </summary>
internal sealed class CallGate(HandlerPool pool, int? maxRunning, int maxQueued)
{
    private readonly Lock _gate = new();
    private readonly HashSet<ServerCall> _running = [];
    private readonly Queue<ServerCall> _queued = [];
    private TaskCompletionSource? _idle;

    /// <summary>Starts a call, or lets it wait; false when too many wait already.</summary>
    public bool TryEnter(ServerCall call)
    {
        lock (_gate)
        {
            if (_running.Count >= maxRunning)
            {
                if (_queued.Count >= maxQueued && !DropGone())
                {
                    return false;
                }

                _queued.Enqueue(call);
                return true;
            }

            _running.Add(call);
        }

        pool.Queue(call);
        return true;
    }

    /// <summary>A call has ended: the next one may run.</summary>
    public void Leave(ServerCall call)
    {
        ServerCall? next;
        lock (_gate)
        {
            _running.Remove(call);
            do
            {
                _queued.TryDequeue(out next);
            }
            while (next is { IsOver: true });

            if (next is not null)
            {
                _running.Add(next);
            }
            else if (_running.Count == 0)
            {
                _idle?.TrySetResult();
            }
        }

        if (next is not null)
        {
            pool.Queue(next);
        }
    }

    /// <summary>Completes when no call runs or waits.</summary>
    public Task WhenIdleAsync()
    {
        lock (_gate)
        {
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_running.Count == 0)
            {
                _idle.TrySetResult();
            }

            return _idle.Task;
        }
    }

    /// <summary>Takes the calls that wait out of the queue, and gives them back with those that run.</summary>
    public (ServerCall[] Queued, ServerCall[] Running) Clear()
    {
        lock (_gate)
        {
            ServerCall[] queued = [.. _queued];
            _queued.Clear();
            return (queued, [.. _running]);
        }
    }

    /// <summary>Those that have waited longest are the likeliest to have lost their callers: makes their room free.</summary>
    private bool DropGone()
    {
        bool dropped = false;
        while (_queued.TryPeek(out ServerCall? oldest) && oldest.IsOver)
        {
            _queued.Dequeue();
            dropped = true;
        }

        return dropped;
    }
}
