using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Workloads;

/// <summary>A raw pair's stream: one request, and so many messages of 100 bytes from the server.</summary>
internal sealed class RawStream(IRawPair raw) : IWorkload
{
    /// <inheritdoc/>
    public string Name => $"{raw.Name}, stream";

    /// <inheritdoc/>
    public Task RunAsync(int n) => Task.Factory.StartNew(() => Run(n), TaskCreationOptions.LongRunning);

    private void Run(int n)
    {
        raw.Send(BitConverter.GetBytes(n));
        for (int received = 0; received < n; received++)
        {
            raw.Receive();
        }
    }
}
