using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Workloads;

/// <summary>Messages over a plain TCP connection, there and back, one after another.</summary>
internal sealed class PlainEchoes(PlainTcp tcp) : IWorkload
{
    /// <inheritdoc/>
    public string Name => "plain TCP, sequential";

    /// <inheritdoc/>
    public async Task RunAsync(int n)
    {
        for (int i = 0; i < n; i++)
        {
            await tcp.EchoAsync();
        }
    }
}
