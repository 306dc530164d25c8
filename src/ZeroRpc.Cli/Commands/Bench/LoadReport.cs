namespace ZeroRpc.Cli.Commands.Bench;

/// <summary>The result of a benchmark.</summary>
/// <param name="Latencies">The latencies of the calls that succeeded; for a stream, until its end.</param>
/// <param name="Items">The number of received stream items.</param>
/// <param name="Errors">The number of calls that failed.</param>
/// <param name="FirstError">The first error. Null if there was none.</param>
/// <param name="Elapsed">The duration of the run.</param>
internal sealed record LoadReport(LatencyHistogram Latencies, long Items, long Errors, Exception? FirstError, TimeSpan Elapsed)
{
    public double CallsPerSecond => Latencies.Count / Elapsed.TotalSeconds;

    public double ItemsPerSecond => Items / Elapsed.TotalSeconds;
}
