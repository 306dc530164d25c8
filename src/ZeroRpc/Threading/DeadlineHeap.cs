namespace ZeroRpc.Threading;

/// <summary>
/// Deadlines by time: a binary heap whose entries know their place, so that cancelling needs no search. Not thread-safe.
/// </summary>
internal sealed class DeadlineHeap
{
    private Deadline?[] _entries = new Deadline?[16];
    private int _count;

    /// <summary>The earliest, or null.</summary>
    public Deadline? First => _count == 0 ? null : _entries[0];

    /// <summary>Adds a deadline that is in no heap.</summary>
    public void Add(Deadline deadline)
    {
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _count * 2);
        }

        SiftUp(deadline, _count++);
    }

    /// <summary>Removes a deadline, if it is there.</summary>
    public void Remove(Deadline deadline)
    {
        int index = deadline.HeapIndex;
        if (index < 0)
        {
            return;
        }

        deadline.HeapIndex = -1;
        Deadline last = _entries[--_count]!;
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

    private void SiftUp(Deadline deadline, int index)
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

    private void SiftDown(Deadline deadline, int index)
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

    private void Place(Deadline deadline, int index)
    {
        _entries[index] = deadline;
        deadline.HeapIndex = index;
    }
}
