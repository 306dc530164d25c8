using ZeroRpc.Events;

namespace ZeroRpc.Server.Execution;

/// <summary>
/// Limits the number of calls that run concurrently. Further calls wait in order, up to a limit; their channels stay alive. When the server
/// stops, waits for the remaining calls. Thread-safe.
/// </summary>
internal sealed class CallGate(HandlerPool pool, int? maxRunning, int maxQueued)
{
    private readonly Lock _gate = new();
    private readonly RunningCalls _running = new();
    private readonly Queue<IHandlerRun> _queued = [];
    private TaskCompletionSource? _idle;

    /// <summary>Starts or queues a call. Returns false if the queue is full.</summary>
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

    /// <summary>A call has ended. Starts the next one.</summary>
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
    /// Stops. Running and waiting calls can complete within <paramref name="timeout"/>. After that, waiting calls are refused, and running calls
    /// are cancelled and can take up to <paramref name="linger"/>. Handlers that ignore their token are not waited for any longer.
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

    /// <summary>Removes the oldest waiting calls whose callers have gone. The oldest are the most likely ones.</summary>
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
