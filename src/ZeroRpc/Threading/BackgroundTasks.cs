namespace ZeroRpc.Threading;

/// <summary>Tasks that run in the background and that their owner awaits when it ends, so that none outlives it. Thread-safe.</summary>
internal sealed class BackgroundTasks
{
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _running = [];

    /// <summary>Adds a task until it completes.</summary>
    public void Add(Task task)
    {
        lock (_gate)
        {
            _running.Add(task);
        }

        // After the task was added, so that a task that has already completed is removed immediately.
        task.ContinueWith(Remove, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Completes when all tasks that were added before have completed.</summary>
    public Task WhenDone()
    {
        lock (_gate)
        {
            return Task.WhenAll(_running);
        }
    }

    private void Remove(Task task)
    {
        lock (_gate)
        {
            _running.Remove(task);
        }
    }
}
