namespace ZeroRpc;

/// <summary>
/// Which failed calls a client retries, and how often (docs/retries.md). Calls that were not sent are always retried. Calls marked as
/// <see cref="CallOptions.IsIdempotent"/> are also retried if the remote was lost or the timeout elapsed. A stream is retried only until its
/// first reply.
/// </summary>
public sealed class ZeroRpcRetryOptions
{
    /// <summary>The largest number of attempts, including the first. The default is 3; the minimum is 2.</summary>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>The average delay before the second attempt. The delay doubles before each further attempt. The default is 0.1 s.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(0.1);

    /// <summary>The longest delay between attempts. The default is 5 s; the range is from <see cref="Delay"/> to one day.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The average number of retries for each call in the long run. The default is 0.1: if all calls fail, the load grows by one tenth
    /// instead of by a factor of <see cref="MaxAttempts"/>. Must be above 0 and at most 10.
    /// </summary>
    public double BudgetPerCall { get; set; } = 0.1;

    /// <summary>
    /// The largest number of retries that can be accumulated, which is also the number at the start. The default is 10; the minimum is 1.
    /// </summary>
    public int MaxBudget { get; set; } = 10;

    /// <summary>
    /// Decides which other failures of a call marked as <see cref="CallOptions.IsIdempotent"/> are retried, such as a
    /// <see cref="RemoteException"/> with the name <c>Overloaded</c>. Null, the default, retries none. An exception that the function
    /// throws is thrown to the caller.
    /// </summary>
    public Func<Exception, bool>? ShouldRetry { get; set; }

    /// <summary>Throws an exception if an option is not valid.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range. The message states which one.</exception>
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
