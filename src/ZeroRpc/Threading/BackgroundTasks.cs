namespace ZeroRpc.Threading;

/// <summary>Tasks that nobody awaits while they run, and that their owner awaits when it ends, so that nothing outlives it. Thread-safe.</summary>
internal sealed class BackgroundTasks
{
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _running = [];

    /// <summary>Keeps a task until it is done.</summary>
    public void Add(Task task)
    {
        lock (_gate)
        {
            _running.Add(task);
        }

        // After the task is kept: one that is done already is removed here at once.
        task.ContinueWith(Remove, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Completes when all tasks that were added before are done.</summary>
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
