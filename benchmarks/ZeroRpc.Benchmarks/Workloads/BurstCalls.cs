using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Workloads;

/// <summary>A hundred calls started in a row by one thread, and then awaited.</summary>
internal sealed class BurstCalls(ICaller caller) : IWorkload
{
    private const int Burst = 100;

    /// <inheritdoc/>
    public string Name => $"{caller.Name}, {Burst} in a row";

    /// <inheritdoc/>
    public async Task RunAsync(int n)
    {
        var calls = new List<Task>(Burst);
        for (int left = n; left > 0; left -= calls.Count)
        {
            calls.Clear();
            for (int i = 0; i < Math.Min(left, Burst); i++)
            {
                calls.Add(caller.AddAsync(i, 1));
            }

            await Task.WhenAll(calls);
        }
    }
}
