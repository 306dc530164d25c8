namespace ZeroRpc.Channels;

/// <summary>
/// How many events the peer lets us send on a channel (docs/protocol.md, section 5): one at first, more by its <c>_zpc_more</c>. A grant adds,
/// as in Python, but the sum never passes the largest single grant: Node grants its absolute room again and again. Not thread-safe.
/// </summary>
internal struct SendWindow
{
    private long _slots;
    private long _largestGrant;

    /// <summary>A new channel's window.</summary>
    public static SendWindow Initial => new() { _slots = 1, _largestGrant = 1 };

    /// <summary>A new channel's window when its one slot is taken.</summary>
    public static SendWindow Used => new() { _largestGrant = 1 };

    /// <summary>Takes one slot, if there is one.</summary>
    public bool TryTake()
    {
        if (_slots == 0)
        {
            return false;
        }

        _slots--;
        return true;
    }

    /// <summary>Puts back a slot that was not used.</summary>
    public void PutBack() => _slots++;

    /// <summary>The peer grants <paramref name="count"/> more.</summary>
    public void Grant(long count)
    {
        _largestGrant = Math.Max(_largestGrant, count);
        _slots = count < _largestGrant - _slots ? _slots + count : _largestGrant; // No sum that could overflow.
    }
}
