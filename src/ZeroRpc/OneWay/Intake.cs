namespace ZeroRpc.OneWay;

/// <summary>
/// Decides whether a receiver reads from its sockets. It reads between start and stop, except while too many events wait for the handlers.
/// Its peers then wait, and the memory of the receiver stays bounded. Thread-safe.
/// </summary>
internal sealed class Intake(int maxEvents, Action<bool> setReceiving)
{
    /// <summary>The largest total size of waiting events in bytes, regardless of their number.</summary>
    private const long MaxBytes = 64 * 1024 * 1024;

    private readonly Lock _gate = new();
    private int _events;
    private long _bytes;
    private bool _open;
    private bool _full;

    /// <summary>The number of events that are being handled or wait to be handled.</summary>
    public int Events
    {
        get
        {
            lock (_gate)
            {
                return _events;
            }
        }
    }

    /// <summary>Whether events are accepted.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return _open;
            }
        }
    }

    /// <summary>Starts or stops accepting events.</summary>
    public void SetOpen(bool open)
    {
        lock (_gate)
        {
            _open = open;
            setReceiving(_open && !_full);
        }
    }

    /// <summary>Adds a received event.</summary>
    public void Add(int bytes)
    {
        lock (_gate)
        {
            _events++;
            _bytes += bytes;
            if (!_full && (_events >= maxEvents || _bytes >= MaxBytes))
            {
                _full = true;
                setReceiving(false);
            }
        }
    }

    /// <summary>
    /// Removes a handled event. Reading resumes when the number of events and their size have fallen to half of their limits.
    /// </summary>
    public void Remove(int bytes)
    {
        lock (_gate)
        {
            _events--;
            _bytes -= bytes;
            if (_full && _events <= maxEvents / 2 && _bytes <= MaxBytes / 2)
            {
                _full = false;
                setReceiving(_open);
            }
        }
    }
}
