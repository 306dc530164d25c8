using ZeroRpc.Transport;

namespace ZeroRpc.NetMq;

/// <summary>The messages that any thread adds and the owner of the socket takes, in order and in batches. Thread-safe.</summary>
internal sealed class Inbox
{
    private readonly Lock _gate = new();
    private List<OutgoingMessage> _filling = [];
    private List<OutgoingMessage> _taken = [];

    /// <summary>Whether there is no message.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _filling.Count == 0;
            }
        }
    }

    /// <summary>Adds a message.</summary>
    public void Add(in OutgoingMessage message)
    {
        lock (_gate)
        {
            _filling.Add(message);
        }
    }

    /// <summary>Takes all messages. Called by the owner; the list is valid until the next call.</summary>
    public List<OutgoingMessage> TakeAll()
    {
        _taken.Clear();
        lock (_gate)
        {
            (_filling, _taken) = (_taken, _filling);
        }

        return _taken;
    }
}
