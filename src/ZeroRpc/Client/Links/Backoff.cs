namespace ZeroRpc.Client.Links;

/// <summary>
/// How long what failed is left alone: gRPC's connection back-off (its first second, factor of 1.6 and jitter of 20 %), but for no longer than
/// half a minute.
/// </summary>
internal static class Backoff
{
    private const double Factor = 1.6;
    private const double Jitter = 0.2;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>The time to the next attempt after so many failures in a row, from 1.</summary>
    public static TimeSpan After(int failures)
    {
        double seconds = Math.Min(First.TotalSeconds * Math.Pow(Factor, failures - 1), Longest.TotalSeconds);
        return TimeSpan.FromSeconds(seconds * (1 - Jitter + (2 * Jitter * Random.Shared.NextDouble())));
    }
}
