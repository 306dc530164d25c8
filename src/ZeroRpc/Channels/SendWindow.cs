namespace ZeroRpc.Channels;

/// <summary>
/// The number of events that the peer allows this side to send on a channel (docs/protocol.md, section 5): one at first, more by its
/// <c>_zpc_more</c>. A grant is added, as in Python. The sum never exceeds the largest single grant, because Node repeatedly grants its
/// absolute room. Not thread-safe.
/// </summary>
internal struct SendWindow
{
    private long _slots;
    private long _largestGrant;

    /// <summary>The window of a new channel.</summary>
    public static SendWindow Initial => new() { _slots = 1, _largestGrant = 1 };

    /// <summary>The window of a new channel whose only slot is used.</summary>
    public static SendWindow Used => new() { _largestGrant = 1 };

    /// <summary>Takes a slot. Returns false if there is none.</summary>
    public bool TryTake()
    {
        if (_slots == 0)
        {
            return false;
        }

        _slots--;
        return true;
    }

    /// <summary>Returns a slot that was not used.</summary>
    public void PutBack() => _slots++;

    /// <summary>The peer grants <paramref name="count"/> slots.</summary>
    public void Grant(long count)
    {
        _largestGrant = Math.Max(_largestGrant, count);
        _slots = count < _largestGrant - _slots ? _slots + count : _largestGrant; // Compared so that no sum can overflow.
    }
}
