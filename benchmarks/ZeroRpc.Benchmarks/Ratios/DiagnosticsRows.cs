using ZeroRpc.Benchmarks.Measuring;
using ZeroRpc.Benchmarks.Subjects;
using ZeroRpc.Benchmarks.Workloads;

namespace ZeroRpc.Benchmarks.Ratios;

/// <summary>What spans and metrics cost while nobody listens: clients and servers with them beside some that leave them out.</summary>
internal static class DiagnosticsRows
{
    /// <summary>Two pairs differ by where their objects lie, by more than is looked for: so several of each.</summary>
    private const int Pairs = 5;
    private const double Percent = 2;

    public static async Task<Row[]> MeasureAsync()
    {
        var costs = new double[Pairs];
        var bytes = new double[Pairs];
        for (int i = 0; i < Pairs; i++)
        {
            await using ZeroRpcPair with = ZeroRpcPair.InMemory();
            await using ZeroRpcPair without = ZeroRpcPair.InMemory(isObserved: false);
            Rounds rounds = await Rounds.RunAsync(9, new SequentialCalls(with), new SequentialCalls(without));
            costs[i] = ((1 / rounds.MedianRatio(0, 1)) - 1) * 100;
            bytes[i] = rounds.Median(0, sample => sample.BytesEach) - rounds.Median(1, sample => sample.BytesEach);
        }

        return
        [
            Row.AtMost("call, beside one that cannot be listened to", Math.Max(Rounds.Median(costs), 0), Percent, "%", All(costs)),
            Row.AtMost("allocated beside it", Math.Max(Math.Round(Rounds.Median(bytes)), 0), 8, "B", "the reference that a server's call keeps"),
        ];
    }

    private static string All(double[] pairs) => $"pairs: {string.Join(", ", pairs.Select(Row.Text))}";
}
