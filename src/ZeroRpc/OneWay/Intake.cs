namespace ZeroRpc.OneWay;

/// <summary>
/// Whether a receiver's sockets are read: from the start to the stop, and not while too much waits for the handlers, so that peers are held
/// back instead of our memory filled. Thread-safe.
/// </summary>
internal sealed class Intake(int maxEvents, Action<bool> setReceiving)
{
    /// <summary>Bytes of events that may wait, however few they are.</summary>
    private const long MaxBytes = 64 * 1024 * 1024;

    private readonly Lock _gate = new();
    private int _events;
    private long _bytes;
    private bool _open;
    private bool _full;

    /// <summary>How many events are being handled or wait for that.</summary>
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

    /// <summary>Whether events are wanted.</summary>
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

    /// <summary>The handlers are ready, or will take nothing more.</summary>
    public void SetOpen(bool open)
    {
        lock (_gate)
        {
            _open = open;
            setReceiving(_open && !_full);
        }
    }

    /// <summary>An event came.</summary>
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

    /// <summary>An event was handled. There is room again at half.</summary>
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
