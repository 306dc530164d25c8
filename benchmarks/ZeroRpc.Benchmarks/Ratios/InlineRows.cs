using ZeroRpc.Benchmarks.Measuring;
using ZeroRpc.Benchmarks.Subjects;
using ZeroRpc.Benchmarks.Workloads;

namespace ZeroRpc.Benchmarks.Ratios;

/// <summary><c>InlineExecution</c> off on both sides, beside on, in the same rounds.</summary>
internal static class InlineRows
{
    private const double Least = 0.25;

    public static async Task<Row[]> MeasureAsync()
    {
        await using ZeroRpcPair off = ZeroRpcPair.OverTcp(ServerOptions(), ClientOptions());
        await using ZeroRpcPair on = ZeroRpcPair.OverTcp();
        await using ZeroRpcPair memoryOff = ZeroRpcPair.InMemory(ServerOptions(), ClientOptions());
        await using ZeroRpcPair memoryOn = ZeroRpcPair.InMemory();
        return
        [
            await RatioAsync("tcp, sequential", new SequentialCalls(off), new SequentialCalls(on)),
            await RatioAsync("tcp, 100 callers", new ConcurrentCalls(off), new ConcurrentCalls(on)),
            await RatioAsync("tcp, stream", new StreamItems(off), new StreamItems(on)),
            await RatioAsync("in memory, sequential", new SequentialCalls(memoryOff), new SequentialCalls(memoryOn)),
        ];
    }

    private static ZeroRpcServerOptions ServerOptions() => new() { InlineExecution = false };

    private static ZeroRpcClientOptions ClientOptions() => new() { InlineExecution = false };

    private static async Task<Row> RatioAsync(string name, IWorkload off, IWorkload on)
    {
        Rounds rounds = await Rounds.RunAsync(7, off, on);
        return Row.AtLeast(
            name,
            rounds.MedianRatio(0, 1),
            Least,
            $"{Row.Text(rounds.Median(0, sample => sample.Rate))}/s beside {Row.Text(rounds.Median(1, sample => sample.Rate))}/s");
    }
}
