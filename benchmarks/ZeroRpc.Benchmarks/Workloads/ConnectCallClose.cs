using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Workloads;

/// <summary>A client made for one call: connect, call, close.</summary>
internal sealed class ConnectCallClose(ZeroRpcPair pair) : IWorkload
{
    /// <inheritdoc/>
    public string Name => $"{pair.Name}, connect-call-close";

    /// <inheritdoc/>
    public async Task RunAsync(int n)
    {
        for (int i = 0; i < n; i++)
        {
            await using var client = new ZeroRpcClient(pair.Endpoint);
            await client.InvokeAsync<int>("Add", i, 1);
        }
    }
}
