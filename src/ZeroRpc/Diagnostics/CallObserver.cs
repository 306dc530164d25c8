using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ZeroRpc.Diagnostics;

/// <summary>Watches the calls of a client or a server for whoever listens; costs a call one look while nobody does.</summary>
internal sealed class CallObserver
{
    private readonly Histogram<double> _duration;

    /// <summary>Makes the observer of a client or a server.</summary>
    public CallObserver(ActivityKind kind, TimeProvider time)
    {
        Kind = kind;
        Time = time;
        _duration = kind == ActivityKind.Client ? Metrics.ClientDuration : Metrics.ServerDuration;
    }

    /// <summary>Whether somebody listens.</summary>
    public bool IsOn => Spans.Source.HasListeners() || _duration.Enabled || Metrics.StreamItems.Enabled;

    /// <summary>Whose calls these are.</summary>
    public ActivityKind Kind { get; }

    /// <summary>The time.</summary>
    public TimeProvider Time { get; }

    /// <summary>Measures a call that has ended.</summary>
    public void Record(TimeSpan duration, in TagList tags) => Metrics.Record(_duration, duration, tags);
}
