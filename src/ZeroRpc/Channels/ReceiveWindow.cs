namespace ZeroRpc.Channels;

/// <summary>
/// The number of events that the peer may send on a channel, by the rule of Python (docs/protocol.md, section 5). The rule suits peers that
/// add a grant to their slots (Python) and peers that set their slots to the grant (Node): a grant is sent when half of the window has been
/// read, so it equals the increment and exceeds the slots that the peer can have left. A window whose size was not configured grows while it
/// delays a stream (section 11). Not thread-safe.
/// </summary>
internal struct ReceiveWindow
{
    /// <summary>The default size, which is that of Python.</summary>
    public const int UsualSize = 100;

    /// <summary>The largest size of a growing window. Larger windows do not make streams of small items faster (benchmarks/README.md).</summary>
    private const int LargestSize = 2000;

    /// <summary>The largest number of bytes that may wait in a grown window, estimated from the size of the last events.</summary>
    private const int LargestBytes = 1024 * 1024;

    private readonly bool _grows;
    private int _size;
    private int _reserved = 1; // The events that are unread or that the peer may certainly still send.
    private int _slack; // The events beyond those that the peer may have sent before it received the last grant.
    private int _unread;
    private int _lastGrant = -1; // -1 before the first grant.
    private int _received;
    private long _bytesReceived;
    private bool _started;
    private bool _ranDry;

    /// <summary>Creates the window of a channel.</summary>
    /// <param name="size">The fixed size. Null for the default size, which can grow.</param>
    public ReceiveWindow(int? size) => (_size, _grows) = (size ?? UsualSize, size is null);

    /// <summary>The current size.</summary>
    public readonly int Size => _size;

    /// <summary>An event was received. Returns false if the peer has sent more events than the window allows.</summary>
    public bool TryAccept(int bytes)
    {
        _received++;
        _bytesReceived += bytes;
        return _unread < Math.Max(_size, _reserved) + _slack && ++_unread > 0;
    }

    /// <summary>Called before the next event is read. Returns the size of the grant to send now, or 0 for none.</summary>
    /// <param name="mayGrow">Whether the peer supports a window larger than its own.</param>
    public int GrantBeforeRead(bool mayGrow)
    {
        if (!_started)
        {
            _started = true;
            return 0; // A single reply needs no grant.
        }

        // All events that were allowed before the last grant have been read, and no event has used that grant yet: the sender waits for credit.
        _ranDry |= _unread == 0 && _reserved == _lastGrant;
        UseSlack();
        if (_reserved >= _size / 2)
        {
            return 0;
        }

        if (_grows && mayGrow && Resize())
        {
            // A peer never has more slots than its largest grant (SendWindow). This grant is the largest, so it sets the slots of the peer. The
            // events that the peer sends before the grant arrives come in addition: the slack.
            _slack = Math.Min(_slack + _reserved - _unread, 2 * LargestSize);
            (_lastGrant, _reserved) = (_size, _size + _unread);
        }
        else if (_reserved < _size / 2)
        {
            (_lastGrant, _reserved) = (_size - _reserved, _size);
        }
        else
        {
            return 0; // The window has shrunk. The peer first uses the credit that it already has.
        }

        (_received, _bytesReceived, _ranDry) = (0, 0, false);
        return _lastGrant;
    }

    /// <summary>An event was read.</summary>
    public void OnRead()
    {
        _reserved--;
        _unread--;
    }

    /// <summary>
    /// Moves events from the slack to the reserved ones: unread events beyond the reserved ones were sent before the peer received the grant.
    /// </summary>
    private void UseSlack()
    {
        if (_slack > 0 && _unread > _reserved)
        {
            _slack = Math.Max(0, _slack - (_unread - _reserved));
            _reserved = _unread;
        }
    }

    /// <summary>Adapts the size to the stream. Returns true if the window has grown.</summary>
    private bool Resize()
    {
        int before = _size;
        long bytesEach = Math.Max(1, _bytesReceived / Math.Max(1, _received));
        int wanted = _ranDry ? Math.Min(2 * _size, LargestSize) : _size;
        _size = (int)Math.Max(UsualSize, Math.Min(wanted, LargestBytes / bytesEach));
        return _size > before;
    }
}
