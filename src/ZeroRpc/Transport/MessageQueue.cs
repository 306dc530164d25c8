namespace ZeroRpc.Transport;

/// <summary>
/// Messages that wait for a connection or for room in it, in order. Those withdrawn meanwhile are thrown out now and then, so that calls to
/// a peer that never comes hold no memory after they gave up. Not thread-safe.
/// </summary>
internal sealed class MessageQueue(Action<OutgoingMessage> dropped)
{
    private const int FirstSweep = 64;

    private readonly Queue<OutgoingMessage> _messages = new();
    private int _sweepAt = FirstSweep;

    /// <summary>The number of messages, withdrawn ones included.</summary>
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

    /// <summary>The next message that somebody still waits for; withdrawn ones before it are dropped.</summary>
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

    /// <summary>Takes the message that <see cref="TryPeek"/> showed.</summary>
    public void Remove() => _messages.Dequeue();

    /// <summary>Drops every message.</summary>
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
