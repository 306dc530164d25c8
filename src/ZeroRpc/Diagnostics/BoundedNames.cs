using System.Collections.Concurrent;

namespace ZeroRpc.Diagnostics;

/// <summary>
/// Names of errors as attributes of metrics. A peer chooses the names of its errors, and each distinct value of an attribute is a time series
/// of its own, which the application's exporter keeps in memory. Names beyond <see cref="Most"/> are therefore measured as
/// <see cref="Spans.Other"/>. Thread-safe.
/// </summary>
internal sealed class BoundedNames
{
    /// <summary>The largest number of names.</summary>
    public const int Most = 100;

    private readonly ConcurrentDictionary<string, bool> _names = new();
    private int _count;

    /// <summary>Returns the name, or <see cref="Spans.Other"/> if there are too many.</summary>
    public string Of(string name)
    {
        if (_names.ContainsKey(name))
        {
            return name;
        }

        // The count is checked before the name is added, and threads that add concurrently count first: the limit is never exceeded.
        if (Volatile.Read(ref _count) >= Most || Interlocked.Increment(ref _count) > Most)
        {
            return Spans.Other;
        }

        if (!_names.TryAdd(name, true))
        {
            Interlocked.Decrement(ref _count);
        }

        return name;
    }
}
