using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Workloads;

/// <summary>One of the Python client's workloads. The way to the client and back, a line each, is in the time: nothing beside it.</summary>
internal sealed class PythonWorkload(PythonPair pair, string workload) : IWorkload
{
    /// <inheritdoc/>
    public string Name => $"zerorpc-python, {workload}";

    /// <inheritdoc/>
    public Task RunAsync(int n) => pair.RunAsync(workload, n);
}
