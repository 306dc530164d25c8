using ZeroRpc.Benchmarks.Measuring;
using ZeroRpc.Benchmarks.Workloads;

namespace ZeroRpc.Benchmarks.Ratios;

/// <summary>The codec alone.</summary>
internal static class CodecRows
{
    private const double Nanoseconds = 150;

    public static async Task<Row[]> MeasureAsync()
    {
        IWorkload[] workloads = [new EncodeRequest(), new EncodeReply(), new ReadHeader()];
        Rounds rounds = await Rounds.RunAsync(9, workloads);
        return [.. workloads.SelectMany((workload, i) => (Row[])
        [
            Row.AtMost(workload.Name, rounds.Median(i, sample => sample.Microseconds * 1000), Nanoseconds, "ns"),
            Row.AtMost($"{workload.Name}, allocated", Math.Round(rounds.Median(i, sample => sample.BytesEach)), 0, "B"),
        ])];
    }
}
