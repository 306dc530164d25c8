namespace ZeroRpc.Transport.Zmtp;

/// <summary>Whether a socket's connections deliver what comes. Thread-safe.</summary>
internal sealed class ReceiveSwitch
{
    private readonly Lock _gate = new();
    private readonly HashSet<IoSource> _waiting = [];
    private volatile bool _isOn = true;

    /// <summary>Whether they do.</summary>
    public bool IsOn => _isOn;

    /// <summary>
    /// Refreshes a connection that has found the switch off as soon as it is on. So switching on costs by the number of connections that waited for
    /// it, and not by the number of all.
    /// </summary>
    public void RefreshWhenOn(IoSource connection)
    {
        lock (_gate)
        {
            // Looked at again under the lock: the switch may have been set since the connection found it off, and would not be set again.
            if (!_isOn)
            {
                _waiting.Add(connection);
                return;
            }
        }

        connection.Refresh();
    }

    /// <summary>Forgets a connection that has ended.</summary>
    public void Remove(IoSource connection)
    {
        lock (_gate)
        {
            _waiting.Remove(connection);
        }
    }

    /// <summary>Switches delivery on or off.</summary>
    public void Set(bool on)
    {
        IoSource[] waiting = [];
        lock (_gate)
        {
            _isOn = on;
            if (on)
            {
                waiting = [.. _waiting];
                _waiting.Clear();
            }
        }

        foreach (IoSource connection in waiting)
        {
            connection.Refresh();
        }
    }
}
