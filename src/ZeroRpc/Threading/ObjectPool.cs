using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace ZeroRpc.Threading;

/// <summary>
/// Objects that have done their work and wait for the next, so that a call in the steady state allocates none. Only what nobody else can
/// still hold may come here. Thread-safe.
/// </summary>
internal sealed class ObjectPool<T>
    where T : class
{
    /// <summary>As many as a busy client has calls under way; those beyond are left to the garbage collector.</summary>
    private const int Most = 256;

    private readonly ConcurrentQueue<T> _items = new();
    private int _count;

    /// <summary>Takes one, if there is one.</summary>
    public bool TryTake([NotNullWhen(true)] out T? item)
    {
        if (!_items.TryDequeue(out item))
        {
            return false;
        }

        Interlocked.Decrement(ref _count);
        return true;
    }

    /// <summary>Keeps one for later, unless there are enough.</summary>
    public bool TryAdd(T item)
    {
        if (Interlocked.Increment(ref _count) <= Most)
        {
            _items.Enqueue(item);
            return true;
        }

        Interlocked.Decrement(ref _count);
        return false;
    }
}
