using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ZeroRpc.Diagnostics;

/// <summary>
/// Observes the calls of a client or a server for spans and metrics. While nothing is being collected, a call costs one check.
/// </summary>
internal sealed class CallObserver
{
    private readonly Histogram<double>? _duration;

    /// <summary>Creates the observer of a client or a server.</summary>
    public CallObserver(ActivityKind kind, TimeProvider time)
    {
        Kind = kind;
        Time = time;
        _duration = kind == ActivityKind.Client ? Metrics.ClientDuration : Metrics.ServerDuration;
    }

    /// <summary>The names of errors in the metrics of this client or server.</summary>
    public BoundedNames ErrorNames { get; } = new();

    /// <summary>Whether spans or metrics are being collected.</summary>
    public bool IsOn => Spans.IsOn || _duration is { Enabled: true } || Metrics.StreamItems is { Enabled: true };

    /// <summary>Whether the calls are those of a client or of a server.</summary>
    public ActivityKind Kind { get; }

    /// <summary>The source of times.</summary>
    public TimeProvider Time { get; }

    /// <summary>Records the duration of a call that has ended.</summary>
    public void Record(TimeSpan duration, in TagList tags) => Metrics.Record(_duration, duration, tags);
}
