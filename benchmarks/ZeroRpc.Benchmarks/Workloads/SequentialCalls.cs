using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Workloads;

/// <summary>One call after another, each awaited.</summary>
internal sealed class SequentialCalls(ICaller caller) : IWorkload
{
    /// <inheritdoc/>
    public string Name => $"{caller.Name}, sequential";

    /// <inheritdoc/>
    public async Task RunAsync(int n)
    {
        for (int i = 0; i < n; i++)
        {
            await caller.AddAsync(i, 1);
        }
    }
}
