using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace ZeroRpc.Tests.Diagnostics;

/// <summary>Hears the spans of one trace, which begins here and is the current one; other tests' calls are in others.</summary>
internal sealed class SpanLog : IDisposable
{
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly SemaphoreSlim _more = new(0);
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
    public async Task<Activity> OneAsync(ActivityKind kind) => Assert.Single(await AllAsync(kind, 1));

    /// <summary>The spans of a kind, once there are so many.</summary>
    public async Task<Activity[]> AllAsync(ActivityKind kind, int count)
    {
        while (true)
        {
            Activity[] ended = [.. _ended.Where(span => span.Kind == kind)];
            if (ended.Length >= count)
            {
                return ended;
            }

            Assert.True(await _more.WaitAsync(HangGuard, TestContext.Current.CancellationToken), $"Of {count} {kind} spans {ended.Length} ended.");
        }
    }

    public async Task<string> TextAsync(ActivityKind kind) => Describe(await OneAsync(kind));

    private void Note(Activity span)
    {
        if (span.TraceId == Root.TraceId)
        {
            _ended.Enqueue(span);
            _more.Release();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _more.Dispose();
        Root.Dispose();
    }
}
