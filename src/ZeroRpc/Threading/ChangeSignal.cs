namespace ZeroRpc.Threading;

/// <summary>Signals repeatedly that a state may have changed. Thread-safe.</summary>
/// <remarks>
/// A waiting method reads <see cref="Next"/> first, then the state, and then awaits the task: a change after the state was read completes
/// that task. A changing method changes the state first and then calls <see cref="Set"/>.
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
