using ZeroRpc.Benchmarks.Measuring;
using ZeroRpc.Benchmarks.Subjects;
using ZeroRpc.Benchmarks.Workloads;

namespace ZeroRpc.Benchmarks.Ratios;

/// <summary>Client and server without a wire: our own cost and nothing else.</summary>
internal static class InMemoryRows
{
    public static async Task<Row[]> MeasureAsync()
    {
        await using ZeroRpcPair pair = ZeroRpcPair.InMemory();
        Rounds rounds = await Rounds.RunAsync(7, new SequentialCalls(pair), new StreamItems(pair));
        return
        [
            Row.AtMost("call", rounds.Median(0, sample => sample.Microseconds), 3, "µs"),
            Row.AtMost("call, allocated", rounds.Median(0, sample => sample.BytesEach), 500, "B"),
            Row.AtMost("stream item", rounds.Median(1, sample => sample.Microseconds), 0.8, "µs"),
            Row.AtMost("stream item, allocated", rounds.Median(1, sample => sample.BytesEach), 200, "B"),
        ];
    }
}
