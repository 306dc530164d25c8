using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Ratios;

/// <summary>A client and a server that have nothing to do.</summary>
internal static class IdleRows
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(7); // A heartbeat's wake-up that nobody needs any more may still come.
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(10);

    public static async Task<Row[]> MeasureAsync()
    {
        await using ZeroRpcPair pair = ZeroRpcPair.OverTcp();
        await pair.AddAsync(1, 2);
        await Task.Delay(Settling);
        long before = Internals.Turns();
        await Task.Delay(Watched);
        return [Row.AtMost("turns of all loops in 10 s", Internals.Turns() - before, 0, "", "the sockets' loops and the clock")];
    }
}
