using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ZeroRpc.Tests.Transport;

namespace ZeroRpc.Tests.Diagnostics;

/// <summary>Hears the spans of one trace, which begins here and is the current one; other tests' calls are in others.</summary>
internal sealed class SpanLog : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public SpanLog(ActivitySamplingResult sampling = ActivitySamplingResult.AllDataAndRecorded)
    {
        Root = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ZeroRpcDiagnostics.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> made) => made.Parent.TraceId == Root.TraceId ? sampling : ActivitySamplingResult.None,
            ActivityStopped = Note,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>What all calls of the test are within.</summary>
    public Activity Root { get; }

    /// <summary>All that have ended.</summary>
    public Activity[] Ended => [.. _ended];

    /// <summary>A span as text: all of it that a test could be wrong about.</summary>
    public static string Describe(Activity span) => string.Create(
        CultureInfo.InvariantCulture,
        $"{span.Kind} {span.DisplayName}, {span.Duration.TotalSeconds:0.###} s, {span.Status}{(span.StatusDescription is { } why ? $" ({why})" : "")}: ") +
        string.Join(", ", span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"));

    /// <summary>The one span of a kind, once it has ended: a server's may end after its client's.</summary>
    public async Task<Activity> OneAsync(ActivityKind kind)
    {
        await Transports.UntilAsync(() => Ended.Any(span => span.Kind == kind));
        return Assert.Single(Ended, span => span.Kind == kind);
    }

    public async Task<string> TextAsync(ActivityKind kind) => Describe(await OneAsync(kind));

    private void Note(Activity span)
    {
        if (span.TraceId == Root.TraceId)
        {
            _ended.Enqueue(span);
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Root.Dispose();
    }
}
