using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Workloads;

/// <summary>A raw pair's round trips, with so many under way at once; one thread on each side.</summary>
internal sealed class RawRoundTrips(IRawPair raw, int size, int underWay) : IWorkload
{
    private readonly byte[] _body = new byte[size];

    /// <inheritdoc/>
    public string Name => $"{raw.Name}, {size} B, {underWay} under way";

    /// <inheritdoc/>
    public Task RunAsync(int n) => Task.Factory.StartNew(() => Run(n), TaskCreationOptions.LongRunning);

    private void Run(int n)
    {
        int sent = 0;
        for (; sent < Math.Min(n, underWay); sent++)
        {
            raw.Send(_body);
        }

        for (int received = 0; received < n; received++)
        {
            raw.Receive();
            if (sent < n)
            {
                raw.Send(_body);
                sent++;
            }
        }
    }
}
