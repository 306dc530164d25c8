using System.Net.Sockets;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>The connections of peers that connected to this socket. Enforces their limits. Thread-safe.</summary>
internal sealed class AcceptedPeers(Peers peers, ConnectionSettings settings, ZmtpLimits limits) : IConnectionOwner
{
    private int _connections;
    private int _handshakes;

    /// <summary>Starts a connection on an accepted socket, or closes the socket if there are too many.</summary>
    public void OnAccepted(Socket socket, string endpoint)
    {
        try
        {
            string peer = socket.AddressFamily == AddressFamily.Unix ? $"a peer at {endpoint}" : $"tcp://{socket.RemoteEndPoint}";
            Take(socket, peer);
        }
        catch (SocketException)
        {
            socket.Dispose(); // The peer has already disconnected.
        }
    }

    /// <inheritdoc/>
    public Pipe Admit(PeerProperties peer)
    {
        Pipe pipe = peers.Admit(peer, own: null);
        Interlocked.Decrement(ref _handshakes);
        return pipe;
    }

    /// <inheritdoc/>
    public void OnLost(Connection connection, Pipe? pipe)
    {
        Interlocked.Decrement(ref _connections);
        if (pipe is null)
        {
            Interlocked.Decrement(ref _handshakes);
        }
        else
        {
            peers.Leave(pipe, isOwn: false);
        }
    }

    private void Take(Socket socket, string peer)
    {
        if (Volatile.Read(ref _connections) >= limits.Connections)
        {
            Refuse(socket, peer, $"{limits.Connections:N0} peers are connected already");
        }
        else if (Volatile.Read(ref _handshakes) >= limits.Handshakes)
        {
            Refuse(socket, peer, $"{limits.Handshakes:N0} peers are in their handshake already");
        }
        else
        {
            IoLoop loop = settings.Loops.Next();
            var connection = new Connection(socket, peer, loop, settings, this);
            Interlocked.Increment(ref _connections);
            Interlocked.Increment(ref _handshakes);
            connection.Start();
            loop.Add(connection);
        }
    }

    private void Refuse(Socket socket, string peer, string reason)
    {
        settings.CutOffs.Write(peer, reason);
        socket.Dispose();
    }
}
