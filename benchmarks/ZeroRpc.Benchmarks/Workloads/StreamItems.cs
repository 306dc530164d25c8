using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Workloads;

/// <summary>One stream from server to client, of so many items.</summary>
internal sealed class StreamItems(ZeroRpcPair pair) : IWorkload
{
    /// <inheritdoc/>
    public string Name => $"{pair.Name}, stream";

    /// <inheritdoc/>
    public async Task RunAsync(int n)
    {
        int expected = 0;
        await foreach (int item in pair.Client.StreamAsync<int>("Count", n))
        {
            if (item != expected++)
            {
                throw new InvalidOperationException($"Item {item} came in the place of {expected - 1}.");
            }
        }
    }
}
