using ZeroRpc.Benchmarks.Measuring;
using ZeroRpc.Benchmarks.Ratios;
using ZeroRpc.Benchmarks.Subjects;
using ZeroRpc.Benchmarks.Workloads;

namespace ZeroRpc.Benchmarks.Gateway;

/// <summary>
/// Calls through the gateway beside gRPC's JSON transcoding and SignalR, each of which forwards over one more hop of its own kind, and beside a
/// bare call, in the same rounds.
/// </summary>
internal static class GatewayRows
{
    public static Task<Row[]> MeasureSequentialAsync() => MeasureAsync(caller => new SequentialCalls(caller));

    public static Task<Row[]> MeasureConcurrentAsync() => MeasureAsync(caller => new ConcurrentCalls(caller));

    private static async Task<Row[]> MeasureAsync(Func<ICaller, IWorkload> workload)
    {
        await using ZeroRpcPair bare = ZeroRpcPair.OverTcp();
        await using GatewayFront gateway = await GatewayFront.StartAsync();
        await using HttpCaller http = gateway.ByHttp();
        await using SocketCaller socket = await SocketCaller.ConnectAsync(gateway.Address);
        await using TranscodingFront transcoding = await TranscodingFront.StartAsync();
        await using HttpCaller grpc = transcoding.ByHttp();
        await using SignalRFront signalR = await SignalRFront.StartAsync();
        Rounds rounds = await Rounds.RunAsync(9, workload(http), workload(socket), workload(grpc), workload(signalR), workload(bare));
        return
        [
            Ratio("HTTP, beside gRPC JSON transcoding", rounds, 0, 2, 1),
            Ratio("WebSocket, beside SignalR", rounds, 1, 3, 1),
            Added("HTTP adds to a bare call", rounds, 0),
            Added("WebSocket adds to a bare call", rounds, 1),
        ];
    }

    private static Row Ratio(string name, Rounds rounds, int ours, int other, double target) => Row.AtLeast(
        name,
        rounds.MedianRatio(ours, other),
        target,
        $"{Row.Text(rounds.Median(ours, sample => sample.Rate))}/s beside {Row.Text(rounds.Median(other, sample => sample.Rate))}/s");

    /// <summary>The processor's time of all callers together; a figure to know, not one to reach.</summary>
    private static Row Added(string name, Rounds rounds, int ours)
    {
        double with = rounds.Median(ours, sample => sample.Microseconds);
        double bare = rounds.Median(4, sample => sample.Microseconds);
        return Row.AtMost(name, with - bare, double.PositiveInfinity, "µs", $"{Row.Text(with)} µs beside {Row.Text(bare)} µs") with { Target = "" };
    }
}
