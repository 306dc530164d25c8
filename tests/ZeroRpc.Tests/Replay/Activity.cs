namespace ZeroRpc.Tests.Replay;

/// <summary>Lets the script wait for what other threads do: whoever does something says so, and the script looks.</summary>
internal sealed class Activity
{
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(30);

    private TaskCompletionSource _next = NewSignal();

    public void Pulse() => Interlocked.Exchange(ref _next, NewSignal()).TrySetResult();

    /// <summary>Waits until <paramref name="condition"/> holds.</summary>
    public async Task WaitAsync(string what, Func<bool> condition)
    {
        while (true)
        {
            Task next = Volatile.Read(ref _next).Task;
            if (condition())
            {
                return;
            }

            try
            {
                await next.WaitAsync(HangGuard, TestContext.Current.CancellationToken);
            }
            catch (TimeoutException)
            {
                Assert.Fail($"Waited in vain for {what}.");
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
