using System.Globalization;

namespace ZeroRpc.Cli.Commands.Bench;

/// <summary>Formats the result of a benchmark.</summary>
internal static class LoadText
{
    private static readonly (string Name, double Fraction)[] _percentiles = [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999)];

    public static string ForPeople(LoadPlan plan, LoadReport report)
    {
        LatencyHistogram latencies = report.Latencies;
        string atOnce = plan.Callers == 1 ? "one after the other" : $"{plan.Callers} at a time";
        string text = Invariant($"{latencies.Count:N0} calls of {plan.Method} in {report.Elapsed.TotalSeconds:0.00} s, {atOnce}: ") +
            Invariant($"{report.CallsPerSecond:N0} calls/s\n");
        if (report.Items > 0)
        {
            text += Invariant($"{report.Items:N0} stream items: {report.ItemsPerSecond:N0} items/s\n");
        }

        if (latencies.Count > 0)
        {
            IEnumerable<string> percentiles = _percentiles.Select(p => $"{p.Name} {Short(latencies.Percentile(p.Fraction))}");
            text += $"latency in ms: min {Short(latencies.Min)}, {string.Join(", ", percentiles)}, max {Short(latencies.Max)}\n";
        }

        return report.Errors > 0 ? text + Invariant($"{report.Errors:N0} calls failed\n") : text;
    }

    /// <summary>Formats a CSV header and one row. The rows of several runs form a table.</summary>
    public static string Csv(LoadPlan plan, LoadReport report)
    {
        LatencyHistogram latencies = report.Latencies;
        string names = string.Join(',', _percentiles.Select(p => p.Name + "_ms"));
        string values = string.Join(',', _percentiles.Select(p => Milliseconds(latencies.Percentile(p.Fraction))));
        TimeSpan min = latencies.Count > 0 ? latencies.Min : TimeSpan.Zero;
        return $"method,callers,calls,errors,seconds,calls_per_s,items,items_per_s,min_ms,{names},max_ms\n" +
            Invariant($"{Quote(plan.Method)},{plan.Callers},{latencies.Count},{report.Errors},{report.Elapsed.TotalSeconds:0.000},") +
            Invariant($"{report.CallsPerSecond:0.0},{report.Items},{report.ItemsPerSecond:0.0},{Milliseconds(min)},") +
            $"{values},{Milliseconds(latencies.Max)}\n";
    }

    private static string Quote(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    /// <summary>Formats milliseconds with at least three digits, short enough for a line in a terminal.</summary>
    private static string Short(TimeSpan span)
    {
        double value = span.TotalMilliseconds;
        return value.ToString(value < 1 ? "0.000" : value < 10 ? "0.00" : value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);
    }

    private static string Milliseconds(TimeSpan span) => span.TotalMilliseconds.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
