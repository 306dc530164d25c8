namespace ZeroRpc.Channels;

/// <summary>
/// How many events we let the peer send on a channel, by Python's own rule (docs/protocol.md, section 5). It is right for a peer that adds
/// grants and for one that sets them: a grant is made at the moment half the window is read, and is then both the increment and more than
/// what the peer can have left. Not thread-safe.
/// </summary>
internal struct ReceiveWindow(int size)
{
    private int _reserved = 1;
    private int _unread;
    private bool _started;

    /// <summary>An event came. False when the peer sends more than it may: the window is full of unread events.</summary>
    public bool TryAccept() => _unread < size && ++_unread > 0;

    /// <summary>The reader asks for the next event: gives how many more the peer may send, 0 for no grant now.</summary>
    public int GrantBeforeRead()
    {
        if (!_started)
        {
            _started = true;
            return 0; // A single reply needs no grant.
        }

        if (_reserved >= size / 2)
        {
            return 0;
        }

        int grant = size - _reserved;
        _reserved = size;
        return grant;
    }

    /// <summary>The reader took an event.</summary>
    public void OnRead()
    {
        _reserved--;
        _unread--;
    }
}
