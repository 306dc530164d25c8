namespace ZeroRpc.Transport.Zmtp;

/// <summary>Pauses and resumes the delivery of messages by a socket's connections. Thread-safe.</summary>
internal sealed class ReceiveSwitch
{
    private readonly Lock _gate = new();
    private readonly HashSet<IoSource> _waiting = [];
    private volatile bool _isOn = true;

    /// <summary>Whether messages are delivered.</summary>
    public bool IsOn => _isOn;

    /// <summary>
    /// Refreshes a connection when delivery resumes. The cost of resuming then depends on the number of paused connections, not on the
    /// number of all connections.
    /// </summary>
    public void RefreshWhenOn(IoSource connection)
    {
        lock (_gate)
        {
            // Checked again inside the lock. Delivery may have resumed since the connection checked, and might not be resumed again.
            if (!_isOn)
            {
                _waiting.Add(connection);
                return;
            }
        }

        connection.Refresh();
    }

    /// <summary>Removes a connection that has ended.</summary>
    public void Remove(IoSource connection)
    {
        lock (_gate)
        {
            _waiting.Remove(connection);
        }
    }

    /// <summary>Pauses or resumes delivery.</summary>
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
