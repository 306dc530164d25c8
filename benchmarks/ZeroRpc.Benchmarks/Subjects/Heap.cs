namespace ZeroRpc.Benchmarks.Subjects;

/// <summary>What lives on the heap.</summary>
internal static class Heap
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The bytes that are still in use.</summary>
    public static long Live()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    /// <summary>Waits until something is so.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var tooLong = new CancellationTokenSource(Patience);
        while (!condition())
        {
            await Task.Delay(5, tooLong.Token);
        }
    }
}
