using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace ZeroRpc.Threading;

/// <summary>
/// A pool of objects, so that a call allocates none of them in the steady state. Only objects that no other code can still reference may be
/// added. Thread-safe.
/// </summary>
internal sealed class ObjectPool<T>
    where T : class
{
    /// <summary>
    /// The capacity, which is about the number of concurrent calls of a busy client. Further objects are left to the garbage collector.
    /// </summary>
    private const int Most = 256;

    private readonly ConcurrentQueue<T> _items = new();
    private int _count;

    /// <summary>Takes an object from the pool. Returns false if the pool is empty.</summary>
    public bool TryTake([NotNullWhen(true)] out T? item)
    {
        if (!_items.TryDequeue(out item))
        {
            return false;
        }

        Interlocked.Decrement(ref _count);
        return true;
    }

    /// <summary>Adds an object. Returns false if the pool is full.</summary>
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
