using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Workloads;

/// <summary>One stream from server to client, of so many items; with the default window of 100 unless another one is given.</summary>
internal sealed class StreamItems(ZeroRpcPair pair, int? window = null) : IWorkload
{
    /// <inheritdoc/>
    public string Name => $"{pair.Name}, stream, window {window ?? 100}";

    /// <inheritdoc/>
    public async Task RunAsync(int n)
    {
        int expected = 0;
        await foreach (int item in pair.Client.StreamAsync<int>("Count", new CallOptions { Window = window }, n))
        {
            if (item != expected++)
            {
                throw new InvalidOperationException($"Item {item} came in the place of {expected - 1}.");
            }
        }
    }
}
