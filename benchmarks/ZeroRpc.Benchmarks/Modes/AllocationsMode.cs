using ZeroRpc.Benchmarks.Measuring;
using ZeroRpc.Benchmarks.Subjects;
using ZeroRpc.Benchmarks.Workloads;

namespace ZeroRpc.Benchmarks.Modes;

/// <summary><c>-- allocations</c>: what an operation allocates on both sides together, by type.</summary>
internal static class AllocationsMode
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(2);

    /// <summary>Prints the types.</summary>
    public static async Task<int> RunAsync()
    {
        await using ZeroRpcPair memory = ZeroRpcPair.InMemory();
        await using ZeroRpcPair tcp = ZeroRpcPair.OverTcp();
        await PrintAsync(new SequentialCalls(memory));
        await PrintAsync(new SequentialCalls(new ProxiedPair(memory)));
        await PrintAsync(new StreamItems(memory));
        await PrintAsync(new SequentialCalls(tcp));
        await PrintAsync(new ConcurrentCalls(tcp));
        await PrintAsync(new StreamItems(tcp));
        await PrintAsync(new LargeEchoes(tcp));
        await using ZeroRpcPair netMq = ZeroRpcPair.OverNetMq();
        await PrintAsync(new SequentialCalls(netMq));
        await PrintAsync(new ConcurrentCalls(netMq));
        await PrintAsync(new StreamItems(netMq));
        await PrintAsync(new LargeEchoes(netMq));
        using var raw = new RawNetMq();
        await PrintAsync(new RawRoundTrips(raw, 100, 1));
        await PrintAsync(new RawRoundTrips(raw, 100, ConcurrentCalls.Callers));
        await PrintAsync(new RawStream(raw));
        return 0;
    }

    private static async Task PrintAsync(IWorkload workload)
    {
        Rounds warm = await Rounds.RunAsync(1, workload);
        int operations = (int)(warm.Median(0, sample => sample.Rate) * Time.TotalSeconds);
        Sample plain = await Sample.TakeAsync(workload, operations);
        using var sampler = new AllocationSampler();
        await workload.RunAsync(operations);

        Console.WriteLine();
        Console.WriteLine($"{workload.Name}: {plain.Microseconds:F2} µs, {plain.BytesEach:F0} B each");
        foreach ((string type, double share, long objectSize) in sampler.Shares().Where(type => type.Share >= 0.005))
        {
            Console.WriteLine($"  {share * plain.BytesEach,7:F0} B  {share,5:P0}  {type} ({objectSize} B an object)");
        }
    }
}
