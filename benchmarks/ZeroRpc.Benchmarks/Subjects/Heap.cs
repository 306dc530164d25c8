namespace ZeroRpc.Benchmarks.Subjects;

/// <summary>What lives on the heap.</summary>
internal static class Heap
{
    private const long Settled = 16 * 1024;
    private const int MostLooks = 40;

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

    /// <summary>The bytes that are still in use once whatever ended before has gone.</summary>
    public static async Task<long> SettledAsync()
    {
        long last = long.MaxValue;
        for (int looks = 0; looks < MostLooks; looks++)
        {
            long live = Live();
            if (Math.Abs(live - last) < Settled)
            {
                return live;
            }

            last = live;
            await Task.Delay(50);
        }

        return last;
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
