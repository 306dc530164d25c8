using BenchmarkDotNet.Attributes;
using ZeroRpc.Benchmarks.Subjects;
using ZeroRpc.Benchmarks.Workloads;

namespace ZeroRpc.Benchmarks.Benchmarks;

/// <summary>The same call by several libraries over the loopback.</summary>
[MemoryDiagnoser]
public class LibraryBenchmarks
{
    private const int Calls = 10_000;

    private ICaller _caller = null!;

    /// <summary>The library.</summary>
    [Params("ZeroRpc", "StreamJsonRpc", "gRPC")]
    public string Library { get; set; } = "";

    [GlobalSetup]
    public async Task Start() => _caller = Library switch
    {
        "StreamJsonRpc" => await StreamJsonRpcPair.StartAsync(),
        "gRPC" => await GrpcPair.StartAsync(),
        _ => ZeroRpcPair.OverTcp(),
    };

    [GlobalCleanup]
    public async Task Stop() => await _caller.DisposeAsync();

    [Benchmark]
    public Task Call() => _caller.AddAsync(1, 2);

    [Benchmark(OperationsPerInvoke = Calls)]
    public Task Concurrent() => new ConcurrentCalls(_caller).RunAsync(Calls);
}

/// <summary>Raw NetMQ: what <see cref="PairBenchmarks"/> over NetMQ is to be compared with.</summary>
[MemoryDiagnoser]
public class RawNetMqBenchmarks
{
    private const int Messages = 10_000;

    private RawNetMq _raw = null!;

    [GlobalSetup]
    public void Start() => _raw = new RawNetMq();

    [GlobalCleanup]
    public void Stop() => _raw.Dispose();

    [Benchmark(OperationsPerInvoke = Messages)]
    public Task Call() => new RawRoundTrips(_raw, 100, underWay: 1).RunAsync(Messages);

    [Benchmark(OperationsPerInvoke = Messages)]
    public Task Concurrent() => new RawRoundTrips(_raw, 100, ConcurrentCalls.Callers).RunAsync(Messages);

    [Benchmark(OperationsPerInvoke = Messages)]
    public Task StreamItem() => new RawStream(_raw).RunAsync(Messages);

    [Benchmark]
    public Task EchoOf1MiB() => new RawRoundTrips(_raw, LargeEchoes.Size, underWay: 1).RunAsync(1);
}
