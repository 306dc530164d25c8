namespace ZeroRpc.Client.Retries;

/// <summary>How many retries there may be: each call saves up a part of one, to a limit. Thread-safe.</summary>
internal sealed class RetryBudget(double perCall, int max)
{
    private readonly Lock _gate = new();
    private double _saved = max;

    /// <summary>A call is made.</summary>
    public void Save()
    {
        lock (_gate)
        {
            _saved = Math.Min(max, _saved + perCall);
        }
    }

    /// <summary>Takes a retry; false when none is left.</summary>
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
