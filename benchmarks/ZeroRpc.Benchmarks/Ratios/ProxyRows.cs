using ZeroRpc.Benchmarks.Measuring;
using ZeroRpc.Benchmarks.Subjects;
using ZeroRpc.Benchmarks.Workloads;

namespace ZeroRpc.Benchmarks.Ratios;

/// <summary>A call by a proxy beside the same call by <c>InvokeAsync</c>.</summary>
internal static class ProxyRows
{
    public static async Task<Row[]> MeasureAsync()
    {
        await using ZeroRpcPair pair = ZeroRpcPair.InMemory();
        await using var proxied = new ProxiedPair(pair);
        Rounds rounds = await Rounds.RunAsync(9, new SequentialCalls(proxied), new SequentialCalls(pair));
        double byProxy = rounds.Median(0, sample => sample.BytesEach);
        double direct = rounds.Median(1, sample => sample.BytesEach);
        string times = $"{Row.Text(rounds.Median(0, Microseconds))} µs beside {Row.Text(rounds.Median(1, Microseconds))} µs";
        return
        [
            Row.AtLeast("beside InvokeAsync", rounds.MedianRatio(0, 1), 0.95, times),
            Row.AtMost("allocated beside InvokeAsync", Math.Round(byProxy - direct), 0, "B", $"{Row.Text(byProxy)} B beside {Row.Text(direct)} B"),
        ];
    }

    private static double Microseconds(Sample sample) => sample.Microseconds;
}
