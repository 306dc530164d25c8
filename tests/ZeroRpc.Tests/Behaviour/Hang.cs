namespace ZeroRpc.Tests.Behaviour;

/// <summary>Waiting for signals, which a hang turns into a failure.</summary>
internal static class Hang
{
    public static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    public static Task OrHang(this Task task) => task.WaitAsync(Guard, TestContext.Current.CancellationToken);

    public static Task<T> OrHang<T>(this Task<T> task) => task.WaitAsync(Guard, TestContext.Current.CancellationToken);
}

/// <summary>Something that happens once and can be waited for.</summary>
internal sealed class Signal
{
    private readonly TaskCompletionSource _happened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsSet => _happened.Task.IsCompleted;

    public Task Task => _happened.Task;

    public void Set() => _happened.TrySetResult();

    /// <summary>Waits, as a test does.</summary>
    public Task WaitAsync() => _happened.Task.OrHang();

    /// <summary>Waits, as a handler does that heeds its token.</summary>
    public Task HoldAsync(CancellationToken cancellationToken) => _happened.Task.WaitAsync(cancellationToken);
}
