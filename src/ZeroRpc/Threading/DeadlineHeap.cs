namespace ZeroRpc.Threading;

/// <summary>
/// A binary heap of deadlines, the earliest first. Each entry stores its index, so that removal needs no search. Not thread-safe.
/// </summary>
internal sealed class DeadlineHeap<T>
    where T : HeapEntry
{
    private T?[] _entries = new T?[16];
    private int _count;

    /// <summary>The earliest entry. Null if the heap is empty.</summary>
    public T? First => _count == 0 ? null : _entries[0];

    /// <summary>Adds an entry that is in no heap.</summary>
    public void Add(T deadline)
    {
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _count * 2);
        }

        SiftUp(deadline, _count++);
    }

    /// <summary>Removes an entry. Does nothing if it is not in the heap.</summary>
    public void Remove(T deadline)
    {
        int index = deadline.HeapIndex;
        if (index < 0)
        {
            return;
        }

        deadline.HeapIndex = -1;
        T last = _entries[--_count]!;
        _entries[_count] = null;
        if (index == _count)
        {
            return;
        }

        if (index > 0 && last.HeapTime < _entries[(index - 1) / 2]!.HeapTime)
        {
            SiftUp(last, index);
        }
        else
        {
            SiftDown(last, index);
        }
    }

    private void SiftUp(T deadline, int index)
    {
        while (index > 0)
        {
            int parent = (index - 1) / 2;
            if (_entries[parent]!.HeapTime <= deadline.HeapTime)
            {
                break;
            }

            Place(_entries[parent]!, index);
            index = parent;
        }

        Place(deadline, index);
    }

    private void SiftDown(T deadline, int index)
    {
        while (true)
        {
            int child = (2 * index) + 1;
            if (child >= _count)
            {
                break;
            }

            if (child + 1 < _count && _entries[child + 1]!.HeapTime < _entries[child]!.HeapTime)
            {
                child++;
            }

            if (deadline.HeapTime <= _entries[child]!.HeapTime)
            {
                break;
            }

            Place(_entries[child]!, index);
            index = child;
        }

        Place(deadline, index);
    }

    private void Place(T deadline, int index)
    {
        _entries[index] = deadline;
        deadline.HeapIndex = index;
    }
}

/// <summary>An entry of a <see cref="DeadlineHeap{T}"/>. Used only by the owner of the heap.</summary>
internal abstract class HeapEntry
{
    private int _heapIndex = -1;

    /// <summary>The time by which the entry is ordered. Must not be changed while the entry is in the heap.</summary>
    internal long HeapTime { get; set; }

    /// <summary>The index of the entry in the heap. -1 if it is not in the heap.</summary>
    internal int HeapIndex
    {
        get => Volatile.Read(ref _heapIndex);
        set => Volatile.Write(ref _heapIndex, value);
    }
}
