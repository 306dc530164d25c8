namespace ZeroRpc.Channels;

/// <summary>
/// How many events we let the peer send on a channel, by Python's own rule (docs/protocol.md, section 5). It is right for a peer that adds
/// grants and for one that sets them: a grant is made at the moment half the window is read, and is then both the increment and more than
/// what the peer can have left. One whose size nobody chose grows while it holds a stream up (section 11). Not thread-safe.
/// </summary>
internal struct ReceiveWindow
{
    /// <summary>The size that nobody chose: Python's.</summary>
    public const int UsualSize = 100;

    /// <summary>How far a window grows: where streams of small items stop gaining by it (benchmarks/README.md).</summary>
    private const int LargestSize = 2000;

    /// <summary>How many bytes a grown window may let wait, going by those of the last events.</summary>
    private const int LargestBytes = 1024 * 1024;

    private readonly bool _grows;
    private int _size;
    private int _reserved = 1; // At least so many may come, or lie here unread,
    private int _slack; // and at most so many more.
    private int _unread;
    private int _lastGrant = -1; // none
    private int _came;
    private long _bytesCame;
    private bool _started;
    private bool _ranDry;

    /// <summary>A channel's window.</summary>
    /// <param name="size">Its size for good; null for the usual one, which may grow.</param>
    public ReceiveWindow(int? size) => (_size, _grows) = (size ?? UsualSize, size is null);

    /// <summary>The size at present.</summary>
    public readonly int Size => _size;

    /// <summary>An event came. False when the peer sends more than it may: the window is full of unread events.</summary>
    public bool TryAccept(int bytes)
    {
        _came++;
        _bytesCame += bytes;
        return _unread < Math.Max(_size, _reserved) + _slack && ++_unread > 0;
    }

    /// <summary>The reader asks for the next event: gives how many more the peer may send, 0 for no grant now.</summary>
    /// <param name="mayGrow">Whether the peer can bear a window larger than its own.</param>
    public int GrantBeforeRead(bool mayGrow)
    {
        if (!_started)
        {
            _started = true;
            return 0; // A single reply needs no grant.
        }

        // All that could come before the last grant arrived has been read, and nothing has come by it: the stream waits for our grants.
        _ranDry |= _unread == 0 && _reserved == _lastGrant;
        NoteWhatCame();
        if (_reserved >= _size / 2)
        {
            return 0;
        }

        if (_grows && mayGrow && Resize())
        {
            // The peer's slots never pass its largest grant (SendWindow): this is one, and so sets them, whatever was left of them.
            _slack = Math.Min(_slack + _reserved - _unread, 2 * LargestSize);
            (_lastGrant, _reserved) = (_size, _size + _unread);
        }
        else if (_reserved < _size / 2)
        {
            (_lastGrant, _reserved) = (_size - _reserved, _size);
        }
        else
        {
            return 0; // It has shrunk: what was granted before comes first.
        }

        (_came, _bytesCame, _ranDry) = (0, 0, false);
        return _lastGrant;
    }

    /// <summary>The reader took an event.</summary>
    public void OnRead()
    {
        _reserved--;
        _unread--;
    }

    /// <summary>What lies here unread was not lost when a grant set the peer's slots.</summary>
    private void NoteWhatCame()
    {
        if (_slack > 0 && _unread > _reserved)
        {
            _slack = Math.Max(0, _slack - (_unread - _reserved));
            _reserved = _unread;
        }
    }

    /// <summary>True when it has grown.</summary>
    private bool Resize()
    {
        int before = _size;
        long bytesEach = Math.Max(1, _bytesCame / Math.Max(1, _came));
        int wanted = _ranDry ? Math.Min(2 * _size, LargestSize) : _size;
        _size = (int)Math.Max(UsualSize, Math.Min(wanted, LargestBytes / bytesEach));
        return _size > before;
    }
}
