using ZeroRpc.Benchmarks.Measuring;
using ZeroRpc.Benchmarks.Subjects;
using ZeroRpc.Benchmarks.Workloads;

namespace ZeroRpc.Benchmarks.Ratios;

/// <summary>Over NetMQ, beside NetMQ itself and beside two other libraries, in the same rounds.</summary>
internal static class NetMqRows
{
    private const int SmallSize = 100;
    private const double AllocatedBeside = 500;

    public static async Task<Row[]> MeasureSequentialAsync()
    {
        await using ZeroRpcPair pair = ZeroRpcPair.OverNetMq();
        using var raw = new RawNetMq();
        Rounds rounds = await Rounds.RunAsync(9, new SequentialCalls(pair), new RawRoundTrips(raw, SmallSize, underWay: 1));
        return [BesideRaw(rounds, 0.6, usual: 8_800), Allocated(rounds)];
    }

    public static async Task<Row[]> MeasureConcurrentAsync()
    {
        await using ZeroRpcPair pair = ZeroRpcPair.OverNetMq();
        await using StreamJsonRpcPair jsonRpc = await StreamJsonRpcPair.StartAsync();
        await using GrpcPair grpc = await GrpcPair.StartAsync();
        using var raw = new RawNetMq();
        Rounds rounds = await Rounds.RunAsync(
            9,
            new ConcurrentCalls(pair),
            new RawRoundTrips(raw, SmallSize, ConcurrentCalls.Callers),
            new ConcurrentCalls(jsonRpc),
            new ConcurrentCalls(grpc));
        return
        [
            BesideRaw(rounds, 0.65, usual: 186_000),
            Allocated(rounds),
            Ratio("beside StreamJsonRpc", rounds, 2, 1.5),
            Ratio("beside gRPC", rounds, 3, 2.5),
        ];
    }

    public static async Task<Row[]> MeasureStreamAsync()
    {
        await using ZeroRpcPair pair = ZeroRpcPair.OverNetMq();
        using var raw = new RawNetMq();
        Rounds rounds = await Rounds.RunAsync(9, new StreamItems(pair), new RawStream(raw));
        return [BesideRaw(rounds, 0.85, usual: 431_000)];
    }

    public static async Task<Row[]> MeasureLargeAsync()
    {
        await using ZeroRpcPair pair = ZeroRpcPair.OverNetMq();
        using var raw = new RawNetMq();
        Rounds rounds = await Rounds.RunAsync(7, new LargeEchoes(pair), new RawRoundTrips(raw, LargeEchoes.Size, underWay: 1));
        double copies = rounds.Median(0, sample => sample.BytesEach / LargeEchoes.Size) - rounds.Median(1, sample => sample.BytesEach / LargeEchoes.Size);
        return
        [
            Ratio("beside raw NetMQ", rounds, 1, 0.8),
            Row.AtMost("payloads allocated beside raw NetMQ", Math.Round(copies, 1), 4, "", "one a message a side; an echo is two messages"),
        ];
    }

    /// <summary>Beside raw NetMQ, which an idle machine of 2 cores drives at <paramref name="usual"/> a second or more: below, the row is void.</summary>
    private static Row BesideRaw(Rounds rounds, double target, double usual)
    {
        Row row = Ratio("beside raw NetMQ", rounds, 1, target);
        return rounds.Median(1, sample => sample.Rate) >= usual ? row : row with { Raw = $"{row.Raw}: VOID, raw is usually {Row.Text(usual)}/s" };
    }

    private static Row Ratio(string name, Rounds rounds, int reference, double target)
    {
        double ours = rounds.Median(0, sample => sample.Rate);
        double other = rounds.Median(reference, sample => sample.Rate);
        return Row.AtLeast(name, rounds.MedianRatio(0, reference), target, $"{Row.Text(ours)}/s beside {Row.Text(other)}/s");
    }

    private static Row Allocated(Rounds rounds)
    {
        double ours = rounds.Median(0, sample => sample.BytesEach);
        double raw = rounds.Median(1, sample => sample.BytesEach);
        return Row.AtMost("allocated beside raw NetMQ", ours - raw, AllocatedBeside, "B", $"{Row.Text(ours)} B beside {Row.Text(raw)} B");
    }
}
