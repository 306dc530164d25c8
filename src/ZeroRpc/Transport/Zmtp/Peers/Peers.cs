namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// The pipes of one socket. The derived classes implement the behaviour of the socket types, such as dealer and publisher. Thread-safe.
/// </summary>
internal abstract class Peers(SinkGuard sink)
{
    private static int _lastIdentity = Random.Shared.Next();

    private protected readonly Lock Gate = new();
    private volatile Pipe[] _live = [];
    private volatile PeerRoute[] _routes = [];

    /// <summary>Creates the peers for the role of a socket.</summary>
    public static Peers Of(TransportOptions options, SinkGuard sink) => options.Role switch
    {
        SocketRole.Dealer => new DealerPeers(sink),
        SocketRole.Router => new RouterPeers(sink),
        SocketRole.Push => new PushPeers(sink),
        SocketRole.Publish => new PublishPeers(sink, options.HighWaterMark),
        _ => new ReceivingPeers(sink),
    };

    /// <summary>The pipes that are connected now.</summary>
    public Pipe[] Live => _live;

    /// <summary>The routes of the connected pipes.</summary>
    public PeerRoute[] Routes => _routes;

    /// <summary>Whether a peer is connected that can receive or send messages.</summary>
    public virtual bool IsConnected => _live.Length > 0;

    /// <summary>Receives the messages and notifications.</summary>
    protected SinkGuard Sink => sink;

    /// <summary>
    /// Returns the pipe for a peer that has completed the handshake. It is <paramref name="own"/> if the connection is outgoing and has its
    /// own pipe.
    /// </summary>
    /// <exception cref="PeerFault">The peer is rejected.</exception>
    public Pipe Admit(PeerProperties peer, Pipe? own)
    {
        lock (Gate)
        {
            Pipe pipe = own ?? PipeFor(peer);
            SetLive([.. _live, pipe]);
            return pipe;
        }
    }

    /// <summary>Removes a pipe whose connection was lost. Unless the pipe belongs to an outgoing connection, it is closed.</summary>
    public void Leave(Pipe pipe, bool isOwn)
    {
        lock (Gate)
        {
            RemoveLive(pipe);
        }

        if (isOwn)
        {
            pipe.Detach();
            return;
        }

        pipe.Close();
        pipe.Detach();
        lock (Gate)
        {
            // Only now can another peer get the same identity. Earlier, the receiver would not yet know that this peer was lost.
            Forget(pipe);
        }
    }

    /// <summary>Sends a message. If its route does not exist, returns the route, and the caller must notify the sink.</summary>
    public abstract PeerRoute? Send(in OutgoingMessage message);

    /// <summary>Returns true if a route has room for another message.</summary>
    public abstract bool HasRoom(PeerRoute route);

    /// <summary>Completes when a route has room for another message.</summary>
    public abstract ValueTask WaitForRoomAsync(PeerRoute route, CancellationToken cancellationToken);

    /// <summary>Sends the messages of a route that were left to the thread pool.</summary>
    public virtual void Flush(PeerRoute route)
    {
    }

    /// <summary>A call has waited for the peer of a route for some time: asks whether the peer lives.</summary>
    public virtual void Ask(PeerRoute route, TimeSpan silence)
    {
    }

    /// <summary>A call was lost. Closes the connection of its route if nothing at all was received meanwhile.</summary>
    public virtual void Doubt(PeerRoute route, TimeSpan silence)
    {
    }

    /// <summary>Creates the pipe of an outgoing connection. Null if the pipe is created after the handshake.</summary>
    public virtual Pipe? OpenOwn() => null;

    /// <summary>Releases the pipe of an outgoing connection that will not be re-established.</summary>
    public virtual void CloseOwn(Pipe? own)
    {
    }

    /// <summary>Closes the socket's side: producers no longer wait for room.</summary>
    public virtual void Close()
    {
        foreach (Pipe pipe in Live)
        {
            pipe.ReleaseWaiters();
        }
    }

    /// <summary>Five bytes starting with 0, like the identity that ZeroMQ gives a peer without one.</summary>
    protected static byte[] NewIdentity()
    {
        byte[] identity = new byte[5];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(identity.AsSpan(1), Interlocked.Increment(ref _lastIdentity));
        return identity;
    }

    /// <summary>Creates the pipe for a peer without one. The caller holds the gate.</summary>
    protected abstract Pipe PipeFor(PeerProperties peer);

    /// <summary>Removes a pipe from those that are connected. The caller holds the gate.</summary>
    private protected void RemoveLive(Pipe pipe) => SetLive([.. _live.Where(live => live != pipe)]);

    private void SetLive(Pipe[] live)
    {
        _live = live;
        _routes = [.. live.Select(pipe => pipe.Route)];
    }

    /// <summary>Removes a closed pipe. The caller holds the gate.</summary>
    protected virtual void Forget(Pipe pipe)
    {
    }
}
