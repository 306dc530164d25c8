using ZeroRpc;

/// <summary>Farms jobs out to Python workers, to each one at a time.</summary>
/// <param name="workers">A client of all workers; it sends each call to the one with the fewest under way.</param>
/// <param name="limit">How many jobs may be under way at once: as many as there are workers, so that none waits at one that is busy.</param>
public sealed class Farm(ZeroRpcClient workers, int limit) : IDisposable
{
    private readonly SemaphoreSlim _free = new(limit);

    /// <summary>Estimates π by so many jobs of so many seconds each.</summary>
    public async Task<double> EstimatePi(int jobs, double seconds, CancellationToken cancellationToken)
    {
        long[][] samples = await Task.WhenAll(Enumerable.Range(0, jobs).Select(seed => SampleAsync(seed, seconds, cancellationToken)));
        return 4.0 * samples.Sum(sample => sample[1]) / samples.Sum(sample => sample[0]);
    }

    public void Dispose() => _free.Dispose();

    /// <summary>One job: how many darts were thrown, and how many hit.</summary>
    internal async Task<long[]> SampleAsync(int seed, double seconds, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            // A job gives the same wherever it runs, and so may run again at another worker when its own dies.
            var call = new CallOptions { CancellationToken = cancellationToken, IsIdempotent = true };
            return await workers.InvokeAsync<long[]>("sample", call, seed, seconds);
        }
        finally
        {
            _free.Release();
        }
    }
}
