using System.Net;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// The accepted connections whose handshake has not completed, oldest first. If there are too many, in total or from one address, the oldest
/// must make room for the newest: an honest peer completes its handshake within milliseconds. Thread-safe.
/// </summary>
internal sealed class PendingHandshakes(ZmtpLimits limits)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Entry> _all = [];
    private readonly Dictionary<Connection, LinkedListNode<Entry>> _nodes = [];
    private readonly Dictionary<IPAddress, LinkedList<Connection>> _byAddress = [];

    /// <summary>Adds a connection. Returns the connection that must make room, or null.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="address">The address of the peer. Null for a Unix domain socket, which has none.</param>
    public Connection? Add(Connection connection, IPAddress? address)
    {
        lock (_gate)
        {
            Connection? oldest = null;
            if (address is not null && _byAddress.TryGetValue(address, out LinkedList<Connection>? ofAddress) &&
                ofAddress.Count >= limits.HandshakesPerAddress)
            {
                oldest = ofAddress.First!.Value;
            }
            else if (_all.Count >= limits.Handshakes)
            {
                oldest = _all.First!.Value.Connection;
            }

            if (oldest is not null)
            {
                RemoveNode(oldest); // Removed now, so that it makes room only once.
            }

            AddNode(connection, address);
            return oldest;
        }
    }

    /// <summary>Removes and returns the oldest connection. Null if there is none.</summary>
    public Connection? TakeOldest()
    {
        lock (_gate)
        {
            Connection? oldest = _all.First?.Value.Connection;
            if (oldest is not null)
            {
                RemoveNode(oldest);
            }

            return oldest;
        }
    }

    /// <summary>Removes a connection, if it has not been removed before.</summary>
    public void Remove(Connection connection)
    {
        lock (_gate)
        {
            RemoveNode(connection);
        }
    }

    private void AddNode(Connection connection, IPAddress? address)
    {
        LinkedListNode<Connection>? ofAddress = null;
        if (address is not null)
        {
            if (!_byAddress.TryGetValue(address, out LinkedList<Connection>? connections))
            {
                _byAddress.Add(address, connections = []);
            }

            ofAddress = connections.AddLast(connection);
        }

        _nodes.Add(connection, _all.AddLast(new Entry(connection, address, ofAddress)));
    }

    private void RemoveNode(Connection connection)
    {
        if (!_nodes.Remove(connection, out LinkedListNode<Entry>? node))
        {
            return;
        }

        _all.Remove(node);
        if (node.Value is { Address: { } address, OfAddress: { List: { } connections } ofAddress })
        {
            connections.Remove(ofAddress);
            if (connections.Count == 0)
            {
                _byAddress.Remove(address);
            }
        }
    }

    private sealed record Entry(Connection Connection, IPAddress? Address, LinkedListNode<Connection>? OfAddress);
}
