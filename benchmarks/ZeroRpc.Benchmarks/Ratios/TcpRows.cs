using ZeroRpc.Benchmarks.Measuring;
using ZeroRpc.Benchmarks.Subjects;
using ZeroRpc.Benchmarks.Workloads;

namespace ZeroRpc.Benchmarks.Ratios;

/// <summary>Over tcp by our own ZeroMQ peer, beside plain sockets, libzmq, ZeroRpc.NetMq and two other libraries, in the same rounds.</summary>
internal static class TcpRows
{
    private const int SmallSize = 100;

    public static async Task<Row[]> MeasureSequentialAsync()
    {
        await using ZeroRpcPair pair = ZeroRpcPair.OverTcp();
        await using ZeroRpcPair netMq = ZeroRpcPair.OverNetMq();
        await using StreamJsonRpcPair jsonRpc = await StreamJsonRpcPair.StartAsync();
        await using GrpcPair grpc = await GrpcPair.StartAsync();
        using var plain = new PlainTcp(SmallSize);
        Rounds rounds = await Rounds.RunAsync(
            9,
            new SequentialCalls(pair),
            new PlainEchoes(plain),
            new SequentialCalls(netMq),
            new SequentialCalls(jsonRpc),
            new SequentialCalls(grpc));
        return
        [
            Ratio("beside plain async TCP", rounds, 1, 0.7),
            Ratio("beside ZeroRpc.NetMq", rounds, 2, 2.5),
            Ratio("beside StreamJsonRpc", rounds, 3, 1.5),
            Ratio("beside gRPC", rounds, 4, 3),
            Allocated(rounds),
        ];
    }

    public static async Task<Row[]> MeasureConcurrentAsync()
    {
        await using ZeroRpcPair pair = ZeroRpcPair.OverTcp();
        await using StreamJsonRpcPair jsonRpc = await StreamJsonRpcPair.StartAsync();
        await using GrpcPair grpc = await GrpcPair.StartAsync();
        return await BesideLibzmqAsync(
            new ConcurrentCalls(pair), new ConcurrentCalls(jsonRpc), new ConcurrentCalls(grpc));
    }

    public static async Task<Row[]> MeasureBurstsAsync()
    {
        await using ZeroRpcPair pair = ZeroRpcPair.OverTcp();
        await using StreamJsonRpcPair jsonRpc = await StreamJsonRpcPair.StartAsync();
        await using GrpcPair grpc = await GrpcPair.StartAsync();
        return await BesideLibzmqAsync(new BurstCalls(pair), new BurstCalls(jsonRpc), new BurstCalls(grpc));
    }

    public static async Task<Row[]> MeasureStreamAsync()
    {
        await using ZeroRpcPair pair = ZeroRpcPair.OverTcp();
        using IRawPair raw = NewRaw();
        Rounds rounds = await Rounds.RunAsync(9, new StreamItems(pair), new RawStream(raw));
        return [Ratio($"beside {raw.Name}, one way", rounds, 1, 1)];
    }

    public static async Task<Row[]> MeasureLargeAsync()
    {
        await using ZeroRpcPair pair = ZeroRpcPair.OverTcp();
        using var plain = new PlainTcp(LargeEchoes.Size);
        using var fresh = new PlainTcp(LargeEchoes.Size, freshArrays: true);
        Rounds rounds = await Rounds.RunAsync(7, new LargeEchoes(pair), new PlainEchoes(plain), new PlainEchoes(fresh));
        Row row = Ratio("beside a plain socket", rounds, 1, 0.8);
        return [row with { Raw = $"{row.Raw}; beside one that receives into fresh arrays: {Row.Text(rounds.MedianRatio(0, 2))} ×" }];
    }

    public static async Task<Row[]> MeasureIpcAsync()
    {
        await using ZeroRpcPair ipc = ZeroRpcPair.OverIpc();
        await using ZeroRpcPair tcp = ZeroRpcPair.OverTcp();
        return
        [
            await BesideTcpAsync("sequential", new SequentialCalls(ipc), new SequentialCalls(tcp)),
            await BesideTcpAsync("100 callers", new ConcurrentCalls(ipc), new ConcurrentCalls(tcp)),
            await BesideTcpAsync("stream", new StreamItems(ipc), new StreamItems(tcp)),
            await BesideTcpAsync("1 MiB echo", new LargeEchoes(ipc), new LargeEchoes(tcp)),
        ];
    }

    private static async Task<Row[]> BesideLibzmqAsync(IWorkload ours, IWorkload jsonRpc, IWorkload grpc)
    {
        using IRawPair raw = NewRaw();
        Rounds rounds = await Rounds.RunAsync(9, ours, new RawRoundTrips(raw, SmallSize, ConcurrentCalls.Callers), jsonRpc, grpc);
        return
        [
            Ratio($"beside {raw.Name}", rounds, 1, 0.6),
            Ratio("beside StreamJsonRpc", rounds, 2, 4),
            Ratio("beside gRPC", rounds, 3, 8),
            Allocated(rounds),
        ];
    }

    private static async Task<Row> BesideTcpAsync(string name, IWorkload ipc, IWorkload tcp) =>
        Ratio(name, await Rounds.RunAsync(5, ipc, tcp), 1, 1);

    private static IRawPair NewRaw() => RawLibzmq.IsThere ? new RawLibzmq() : new RawNetMq();

    private static Row Ratio(string name, Rounds rounds, int reference, double target) =>
        Row.AtLeast(name, rounds.MedianRatio(0, reference), target, Rates(rounds, reference));

    private static string Rates(Rounds rounds, int reference) =>
        $"{Row.Text(rounds.Median(0, sample => sample.Rate))}/s beside {Row.Text(rounds.Median(reference, sample => sample.Rate))}/s";

    private static Row Allocated(Rounds rounds) =>
        Row.AtMost("allocated a call, both sides", rounds.Median(0, sample => sample.BytesEach), 900, "B");
}
