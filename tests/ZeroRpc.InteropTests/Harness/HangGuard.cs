namespace ZeroRpc.InteropTests.Harness;

/// <summary>Turns a wait that would never end into a failure that says what was awaited.</summary>
internal static class HangGuard
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task<T> OrHang<T>(this Task<T> task, Func<string>? describe = null)
    {
        await ((Task)task).OrHang(describe);
        return await task;
    }

    public static async Task OrHang(this Task task, Func<string>? describe = null)
    {
        try
        {
            await task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            Assert.Fail($"Nothing came within {Limit.TotalSeconds} s. {describe?.Invoke()}");
        }
    }
}
