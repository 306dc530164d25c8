namespace ZeroRpc.Client.Links;

/// <summary>
/// The back-off between attempts, as in gRPC's connection back-off (one second at first, a factor of 1.6 and 20 % jitter), but at most 30
/// seconds.
/// </summary>
internal static class Backoff
{
    private const double Factor = 1.6;
    private const double Jitter = 0.2;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Returns the time to the next attempt after a number of consecutive failures, from 1.</summary>
    public static TimeSpan After(int failures)
    {
        double seconds = Math.Min(First.TotalSeconds * Math.Pow(Factor, failures - 1), Longest.TotalSeconds);
        return TimeSpan.FromSeconds(seconds * (1 - Jitter + (2 * Jitter * Random.Shared.NextDouble())));
    }
}
