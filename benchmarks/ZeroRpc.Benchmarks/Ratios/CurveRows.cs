using ZeroRpc.Benchmarks.Measuring;
using ZeroRpc.Benchmarks.Subjects;
using ZeroRpc.Benchmarks.Workloads;

namespace ZeroRpc.Benchmarks.Ratios;

/// <summary>
/// Over tcp with CURVE, beside the same without it, beside libzmq's own CURVE where the machine has libzmq, and beside gRPC with TLS, in the
/// same rounds.
/// </summary>
internal static class CurveRows
{
    private const int SmallSize = 100;

    // The smallest object has 24 B; the threads of a process allocate a little of their own.
    private const double NoObject = 8;

    public static async Task<Row[]> MeasureSequentialAsync()
    {
        await using ZeroRpcPair curve = ZeroRpcPair.OverCurve();
        await using ZeroRpcPair plain = ZeroRpcPair.OverTcp();
        await using GrpcPair grpc = await GrpcPair.StartAsync(withTls: true);
        return await MeasureCallsAsync(underWay: 1, new SequentialCalls(curve), new SequentialCalls(plain), new SequentialCalls(grpc));
    }

    public static async Task<Row[]> MeasureConcurrentAsync()
    {
        await using ZeroRpcPair curve = ZeroRpcPair.OverCurve();
        await using ZeroRpcPair plain = ZeroRpcPair.OverTcp();
        await using GrpcPair grpc = await GrpcPair.StartAsync(withTls: true);
        return await MeasureCallsAsync(
            ConcurrentCalls.Callers, new ConcurrentCalls(curve), new ConcurrentCalls(plain), new ConcurrentCalls(grpc));
    }

    public static async Task<Row[]> MeasureStreamAsync()
    {
        await using ZeroRpcPair curve = ZeroRpcPair.OverCurve();
        await using ZeroRpcPair plain = ZeroRpcPair.OverTcp();
        using RawLibzmq? raw = NewRaw();
        Rounds rounds = await Rounds.RunAsync(9, [new StreamItems(curve), new StreamItems(plain), .. Of(raw, raw => new RawStream(raw))]);
        return [Ratio("beside none", rounds, 1, 0.5), .. BesideLibzmq(raw, rounds, reference: 2), AllocatedMore(rounds)];
    }

    public static async Task<Row[]> MeasureLargeAsync()
    {
        await using ZeroRpcPair curve = ZeroRpcPair.OverCurve();
        await using ZeroRpcPair plain = ZeroRpcPair.OverTcp();
        using RawLibzmq? raw = NewRaw();
        Rounds rounds = await Rounds.RunAsync(
            7,
            [new LargeEchoes(curve), new LargeEchoes(plain), .. Of(raw, raw => new RawRoundTrips(raw, LargeEchoes.Size, underWay: 1))]);
        return [Ratio("beside none", rounds, 1, 0.25), .. BesideLibzmq(raw, rounds, reference: 2)];
    }

    private static async Task<Row[]> MeasureCallsAsync(int underWay, IWorkload curve, IWorkload plain, IWorkload grpc)
    {
        using RawLibzmq? raw = NewRaw();
        Rounds rounds = await Rounds.RunAsync(9, [curve, plain, grpc, .. Of(raw, raw => new RawRoundTrips(raw, SmallSize, underWay))]);
        return
        [
            Ratio("beside none", rounds, 1, 0.5),
            .. BesideLibzmq(raw, rounds, reference: 3),
            Ratio("beside gRPC with TLS", rounds, 2, 3),
            AllocatedMore(rounds),
        ];
    }

    private static RawLibzmq? NewRaw() => RawLibzmq.IsThere ? new RawLibzmq(withCurve: true) : null;

    private static IWorkload[] Of(RawLibzmq? raw, Func<RawLibzmq, IWorkload> workload) => raw is null ? [] : [workload(raw)];

    private static Row[] BesideLibzmq(RawLibzmq? raw, Rounds rounds, int reference) =>
        raw is null ? [] : [Ratio("beside libzmq's CURVE", rounds, reference, 0.9)];

    private static Row Ratio(string name, Rounds rounds, int reference, double target)
    {
        double ours = rounds.Median(0, sample => sample.Rate);
        double other = rounds.Median(reference, sample => sample.Rate);
        return Row.AtLeast(name, rounds.MedianRatio(0, reference), target, $"{Row.Text(ours)}/s beside {Row.Text(other)}/s");
    }

    private static Row AllocatedMore(Rounds rounds)
    {
        double curve = rounds.Median(0, sample => sample.BytesEach);
        double plain = rounds.Median(1, sample => sample.BytesEach);
        return Row.AtMost("allocated more than without", Math.Max(0, curve - plain), NoObject, "B", $"{Row.Text(curve)} B beside {Row.Text(plain)} B");
    }
}
