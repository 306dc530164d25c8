using System.Collections.Concurrent;

namespace ZeroRpc.Tests.Behaviour;

/// <summary>A synchronization context of one thread, as a window or a game loop has.</summary>
internal sealed class SingleThreadedContext : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _posted = [];

    /// <summary>Runs work on such a thread. It hangs if the work waits for what was posted to the context.</summary>
    public static T Run<T>(Func<T> work)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var context = new SingleThreadedContext();
        new Thread(() => context.Pump(work, result)) { IsBackground = true }.Start();
        return result.Task.OrHang().GetAwaiter().GetResult();
    }

    public override void Post(SendOrPostCallback d, object? state) => _posted.Add((d, state));

    private void Pump<T>(Func<T> work, TaskCompletionSource<T> result)
    {
        SetSynchronizationContext(this);
        try
        {
            result.SetResult(work());
        }
        catch (Exception e)
        {
            result.SetException(e);
        }

        while (_posted.TryTake(out (SendOrPostCallback Callback, object? State) posted))
        {
            posted.Callback(posted.State);
        }
    }
}
