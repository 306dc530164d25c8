using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Globalization;

namespace ZeroRpc.Benchmarks.Measuring;

/// <summary>Which types the process allocates, by the runtime's own samples: one for every 100 KB or so.</summary>
internal sealed class AllocationSampler : EventListener
{
    private const EventKeywords GcKeyword = (EventKeywords)1;

    private readonly ConcurrentDictionary<string, (long Bytes, long ObjectSize)> _types = [];

    /// <summary>The types by their share of all bytes, largest first, with the size of an object (of the last one seen, for arrays).</summary>
    public IEnumerable<(string Type, double Share, long ObjectSize)> Shares()
    {
        KeyValuePair<string, (long Bytes, long ObjectSize)>[] types = _types.ToArray(); // Events go on coming.
        double all = types.Sum(type => type.Value.Bytes);
        return types.OrderByDescending(type => type.Value.Bytes).Select(type => (type.Key, type.Value.Bytes / all, type.Value.ObjectSize));
    }

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
        {
            EnableEvents(eventSource, EventLevel.Verbose, GcKeyword);
        }
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName is not { } name || !name.StartsWith("GCAllocationTick", StringComparison.Ordinal))
        {
            return;
        }

        long bytes = Convert.ToInt64(eventData.Payload![3], CultureInfo.InvariantCulture);
        string type = (string)eventData.Payload[5]!;
        long size = eventData.Payload.Count > 8 ? Convert.ToInt64(eventData.Payload[8], CultureInfo.InvariantCulture) : 0;
        _types.AddOrUpdate(type, (bytes, size), (_, seen) => (seen.Bytes + bytes, size));
    }
}
