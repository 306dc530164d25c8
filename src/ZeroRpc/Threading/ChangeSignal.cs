namespace ZeroRpc.Threading;

/// <summary>Tells those who wait that a state may have changed, any number of times. Thread-safe.</summary>
/// <remarks>
/// Whoever waits takes <see cref="Next"/> first, looks at the state then, and awaits what it took: a change after the look completes that
/// very task. Whoever changes the state changes it first and calls <see cref="Set"/> then.
/// </remarks>
internal sealed class ChangeSignal
{
    private TaskCompletionSource _next = NewSource();

    /// <summary>Completes at the next change.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>The state may have changed.</summary>
    public void Set() => Interlocked.Exchange(ref _next, NewSource()).TrySetResult();

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
