namespace ZeroRpc.Cli.Commands.Bench;

/// <summary>What came of a load.</summary>
/// <param name="Latencies">Of the calls that succeeded; a stream's up to its end.</param>
/// <param name="Items">How many stream items came.</param>
/// <param name="Errors">How many calls failed.</param>
/// <param name="FirstError">The first failure; null where there was none.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record LoadReport(LatencyHistogram Latencies, long Items, long Errors, Exception? FirstError, TimeSpan Elapsed)
{
    public double CallsPerSecond => Latencies.Count / Elapsed.TotalSeconds;

    public double ItemsPerSecond => Items / Elapsed.TotalSeconds;
}
