using ZeroRpc.Events;

namespace ZeroRpc.Server.Execution;

/// <summary>
/// The bound on calls that run at once: those beyond it wait in order, their channels alive, up to a limit. Also counts the calls that are
/// left when the server stops. Thread-safe.
/// </summary>
internal sealed class CallGate(HandlerPool pool, int? maxRunning, int maxQueued)
{
    private readonly Lock _gate = new();
    private readonly RunningCalls _running = new();
    private readonly Queue<IHandlerRun> _queued = [];
    private TaskCompletionSource? _idle;

    /// <summary>Starts a call, or lets it wait; false when too many wait already.</summary>
    public bool TryEnter(IHandlerRun call)
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
    public void Leave(IHandlerRun call)
    {
        IHandlerRun? next;
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

    private Task WhenIdleAsync()
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

    /// <summary>
    /// Ends: what runs or waits may finish within <paramref name="timeout"/>; then what waits is refused, and what runs is cancelled and
    /// may take as long as <paramref name="linger"/>. What heeds no token is not waited for.
    /// </summary>
    public async Task EndAsync(string refusal, TimeSpan timeout, TimeSpan linger, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await IsIdleWithinAsync(timeout, time, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        (IHandlerRun[] queued, IHandlerRun[] running) = Clear();
        foreach (IHandlerRun call in queued)
        {
            call.Refuse(RefusalNames.Unavailable, refusal);
        }

        foreach (IHandlerRun call in running)
        {
            call.Cancel();
        }

        await IsIdleWithinAsync(linger, time, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<bool> IsIdleWithinAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await WhenIdleAsync().WaitAsync(limit, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    private (IHandlerRun[] Queued, IHandlerRun[] Running) Clear()
    {
        lock (_gate)
        {
            IHandlerRun[] queued = [.. _queued];
            _queued.Clear();
            return (queued, _running.ToArray());
        }
    }

    /// <summary>Those that have waited longest are the likeliest to have lost their callers: makes their room free.</summary>
    private bool DropGone()
    {
        bool dropped = false;
        while (_queued.TryPeek(out IHandlerRun? oldest) && oldest.IsOver)
        {
            _queued.Dequeue();
            dropped = true;
        }

        return dropped;
    }
}
