using System.Net;
using System.Net.Sockets;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>The connections of peers that connected to this socket. Enforces their limits. Thread-safe.</summary>
internal sealed class AcceptedPeers(Peers peers, ConnectionSettings settings, ZmtpLimits limits) : IConnectionOwner
{
    private readonly PendingHandshakes _handshakes = new(limits);
    private int _connections;

    /// <summary>Starts a connection on an accepted socket, or closes the socket if there are too many.</summary>
    public void OnAccepted(Socket socket, string endpoint)
    {
        try
        {
            var address = socket.RemoteEndPoint as IPEndPoint;
            Take(socket, address is null ? $"a peer at {endpoint}" : $"tcp://{address}", address?.Address);
        }
        catch (SocketException)
        {
            socket.Dispose(); // The peer has already disconnected.
        }
    }

    /// <inheritdoc/>
    public Pipe Admit(Connection connection, PeerProperties peer)
    {
        Pipe pipe = peers.Admit(peer, own: null);
        _handshakes.Remove(connection);
        return pipe;
    }

    /// <inheritdoc/>
    public void OnLost(Connection connection, Pipe? pipe)
    {
        Interlocked.Decrement(ref _connections);
        _handshakes.Remove(connection);
        if (pipe is not null)
        {
            peers.Leave(pipe, isOwn: false);
        }
    }

    private void Take(Socket socket, string peer, IPAddress? address)
    {
        if (Volatile.Read(ref _connections) >= limits.Connections && !MakeRoom(_handshakes.TakeOldest()))
        {
            const string Option = $"{nameof(ZeroRpcOptions.Limits)}.{nameof(ZeroRpcLimits.MaxConnections)}";
            settings.CutOffs.Write(peer, $"{limits.Connections:N0} peers are connected already, the limit of {Option}");
            socket.Dispose();
            return;
        }

        IoLoop loop = settings.Loops.Next();
        var connection = new Connection(socket, peer, loop, settings, this);
        Interlocked.Increment(ref _connections);
        MakeRoom(_handshakes.Add(connection, address));
        connection.Start();
        loop.Add(connection);
    }

    // The closed connection is counted until its loop has closed it, so the number of connections can briefly exceed the limit.
    private static bool MakeRoom(Connection? oldest)
    {
        oldest?.AbandonHandshake();
        return oldest is not null;
    }
}
