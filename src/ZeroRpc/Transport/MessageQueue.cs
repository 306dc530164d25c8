namespace ZeroRpc.Transport;

/// <summary>
/// Messages that wait for a connection or for room in it, in order. Withdrawn messages are removed from time to time, so that calls to a
/// peer that never connects release their memory when they time out. Not thread-safe.
/// </summary>
internal sealed class MessageQueue(Action<OutgoingMessage> dropped)
{
    private const int FirstSweep = 64;

    private readonly Queue<OutgoingMessage> _messages = new();
    private int _sweepAt = FirstSweep;

    /// <summary>The number of messages, including withdrawn ones.</summary>
    public int Count => _messages.Count;

    /// <summary>Adds a message at the end.</summary>
    public void Add(in OutgoingMessage message)
    {
        if (_messages.Count >= _sweepAt)
        {
            Sweep();
        }

        _messages.Enqueue(message);
    }

    /// <summary>Returns the next message that is not withdrawn. Withdrawn messages before it are dropped.</summary>
    public bool TryPeek(out OutgoingMessage message)
    {
        while (_messages.TryPeek(out message))
        {
            if (message.Origin is not { IsWithdrawn: true })
            {
                return true;
            }

            dropped(_messages.Dequeue());
        }

        return false;
    }

    /// <summary>Removes the message that <see cref="TryPeek"/> returned.</summary>
    public void Remove() => _messages.Dequeue();

    /// <summary>Drops all messages.</summary>
    public void Clear()
    {
        while (_messages.TryDequeue(out OutgoingMessage message))
        {
            dropped(message);
        }
    }

    private void Sweep()
    {
        for (int left = _messages.Count; left > 0; left--)
        {
            OutgoingMessage message = _messages.Dequeue();
            if (message.Origin is { IsWithdrawn: true })
            {
                dropped(message);
            }
            else
            {
                _messages.Enqueue(message);
            }
        }

        _sweepAt = Math.Max(FirstSweep, _messages.Count * 2);
    }
}
