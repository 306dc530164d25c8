namespace ZeroRpc;

/// <summary>The names by which a program listens to what clients and servers do (docs/observe.md).</summary>
public static class ZeroRpcDiagnostics
{
    /// <summary>
    /// The name of the <see cref="System.Diagnostics.ActivitySource"/> whose activities are calls, made and answered, and events, sent and
    /// handled.
    /// </summary>
    public const string ActivitySourceName = "ZeroRpc";

    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/> that measures calls, streams and channels.</summary>
    public const string MeterName = "ZeroRpc";
}
