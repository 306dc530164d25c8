namespace ZeroRpc.Client.Retries;

/// <summary>Limits the number of retries. Each call adds a fraction of one retry, up to a maximum. Thread-safe.</summary>
internal sealed class RetryBudget(double perCall, int max)
{
    private readonly Lock _gate = new();
    private double _available = max;

    /// <summary>Adds the fraction for one call.</summary>
    public void AddCall()
    {
        lock (_gate)
        {
            _available = Math.Min(max, _available + perCall);
        }
    }

    /// <summary>Uses one retry. Returns false if none is available.</summary>
    public bool TryUse()
    {
        lock (_gate)
        {
            if (_available < 1)
            {
                return false;
            }

            _available--;
            return true;
        }
    }
}
