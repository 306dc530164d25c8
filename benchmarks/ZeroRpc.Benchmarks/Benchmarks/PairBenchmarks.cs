using BenchmarkDotNet.Attributes;
using ZeroRpc.Benchmarks.Subjects;
using ZeroRpc.Benchmarks.Workloads;

namespace ZeroRpc.Benchmarks.Benchmarks;

/// <summary>Our own client and server: what is done with one connection, over memory, our own ZeroMQ peer and NetMQ.</summary>
[MemoryDiagnoser]
public class PairBenchmarks
{
    private const int Items = 10_000;

    private ZeroRpcPair _pair = null!;

    /// <summary>The transport between the two.</summary>
    [Params("inproc", "tcp", "NetMQ")]
    public string Transport { get; set; } = "";

    [GlobalSetup]
    public void Start() => _pair = Transport switch
    {
        "tcp" => ZeroRpcPair.OverTcp(),
        "NetMQ" => ZeroRpcPair.OverNetMq(),
        _ => ZeroRpcPair.InMemory(),
    };

    [GlobalCleanup]
    public async Task Stop() => await _pair.DisposeAsync();

    [Benchmark]
    public Task Call() => _pair.AddAsync(1, 2);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task Concurrent() => new ConcurrentCalls(_pair).RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task StreamItem() => new StreamItems(_pair).RunAsync(Items);

    [Benchmark]
    public Task EchoOf1MiB() => new LargeEchoes(_pair).RunAsync(1);

    [Benchmark]
    public Task ConnectCallClose() => new ConnectCallClose(_pair).RunAsync(1);
}
