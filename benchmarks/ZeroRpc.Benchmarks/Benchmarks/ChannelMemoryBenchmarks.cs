using BenchmarkDotNet.Attributes;
using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Benchmarks;

/// <summary>A thousand calls opened and abandoned on one side: what a channel costs to make; what it holds is in <c>-- ratios</c>.</summary>
[MemoryDiagnoser]
public class ChannelMemoryBenchmarks
{
    private const int Channels = 1000;

    [Benchmark(OperationsPerInvoke = Channels)]
    public Task<double> Client() => WaitingClient.MeasureAsync(Channels);

    [Benchmark(OperationsPerInvoke = Channels)]
    public Task<double> Server() => WaitingServer.MeasureAsync(Channels);
}
