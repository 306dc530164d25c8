using System.Diagnostics;
using ZeroRpc.Benchmarks.Workloads;

namespace ZeroRpc.Benchmarks.Measuring;

/// <summary>What one run of a workload took.</summary>
internal readonly record struct Sample(int Operations, TimeSpan Time, long Bytes)
{
    /// <summary>Operations a second.</summary>
    public double Rate => Operations / Time.TotalSeconds;

    /// <summary>Microseconds an operation.</summary>
    public double Microseconds => Time.TotalMicroseconds / Operations;

    /// <summary>Bytes allocated for an operation by the whole process, so on both sides.</summary>
    public double BytesEach => (double)Bytes / Operations;

    /// <summary>Runs a workload and measures it.</summary>
    public static async Task<Sample> TakeAsync(IWorkload workload, int operations)
    {
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        long start = Stopwatch.GetTimestamp();
        await workload.RunAsync(operations);
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        return new Sample(operations, time, GC.GetTotalAllocatedBytes(precise: true) - bytes);
    }
}
