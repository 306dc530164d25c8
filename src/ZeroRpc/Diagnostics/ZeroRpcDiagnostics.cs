namespace ZeroRpc;

/// <summary>The names of the activity source and the meter that report what clients and servers do (docs/observe.md).</summary>
public static class ZeroRpcDiagnostics
{
    /// <summary>
    /// The name of the <see cref="System.Diagnostics.ActivitySource"/>. Its activities are outgoing and incoming calls, and one-way events
    /// that are sent or handled.
    /// </summary>
    public const string ActivitySourceName = "ZeroRpc";

    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/> with the metrics of calls, streams and channels.</summary>
    public const string MeterName = "ZeroRpc";
}
