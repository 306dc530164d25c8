namespace ZeroRpc.Client.Retries;

/// <summary>Limits the number of retries. Each call adds a fraction of one retry, up to a maximum. Thread-safe.</summary>
internal sealed class RetryBudget(double perCall, int max)
{
    private readonly Lock _gate = new();
    private double _saved = max;

    /// <summary>Adds the fraction for one call.</summary>
    public void Save()
    {
        lock (_gate)
        {
            _saved = Math.Min(max, _saved + perCall);
        }
    }

    /// <summary>Uses one retry. Returns false if none is available.</summary>
    public bool TryTake()
    {
        lock (_gate)
        {
            if (_saved < 1)
            {
                return false;
            }

            _saved--;
            return true;
        }
    }
}
