namespace ZeroRpc;

/// <summary>
/// Which failed calls a client makes again, and how often (docs/retries.md). Retried are calls that were never sent, and of those marked
/// <see cref="CallOptions.Idempotent"/> the ones whose remote was lost or that timed out. A stream is retried until its first reply only.
/// </summary>
public sealed class ZeroRpcRetryOptions
{
    /// <summary>How often a call is made at most, the first time included; 3 by default, at least 2.</summary>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>How long to wait before the second attempt, on average; before each further one twice as long. 0.1 s by default.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(0.1);

    /// <summary>The longest wait between attempts; 5 s by default.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How many retries a client may make for each of its calls, in the long run; 0.1 by default: when everything fails, the load grows by
    /// a tenth and not to the multiple of <see cref="MaxAttempts"/>. Above 0, at most 10.
    /// </summary>
    public double BudgetPerCall { get; set; } = 0.1;

    /// <summary>How many retries may be saved up for when they are needed, with which a client begins; 10 by default, at least 1.</summary>
    public int MaxBudget { get; set; } = 10;

    /// <summary>
    /// Which further failures of a call marked <see cref="CallOptions.Idempotent"/> are retried, such as a <see cref="RemoteException"/>
    /// named <c>Overloaded</c>; null, the default, for none. What it throws, the caller is thrown.
    /// </summary>
    public Func<Exception, bool>? ShouldRetry { get; set; }

    /// <summary>Refuses what cannot work.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message says which one.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxAttempts, 2, nameof(MaxAttempts));
        ArgumentOutOfRangeException.ThrowIfLessThan(Delay, TimeSpan.Zero, nameof(Delay));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDelay, Delay, nameof(MaxDelay));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxDelay, TimeSpan.FromDays(1), nameof(MaxDelay));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(BudgetPerCall, nameof(BudgetPerCall));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BudgetPerCall, 10, nameof(BudgetPerCall));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBudget, 1, nameof(MaxBudget));
    }
}
