namespace ZeroRpc.Transport.Zmtp;

/// <summary>The pipes of one socket: what makes a dealer a dealer and a publisher a publisher. Thread-safe.</summary>
internal abstract class Peers(SinkGuard sink)
{
    private static int _lastIdentity = Random.Shared.Next();

    private protected readonly Lock Gate = new();
    private volatile Pipe[] _live = [];
    private volatile PeerRoute[] _routes = [];

    /// <summary>The peers of a socket of a role.</summary>
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

    /// <summary>Their routes.</summary>
    public PeerRoute[] Routes => _routes;

    /// <summary>Whether somebody is there for what is sent, or to send what comes.</summary>
    public virtual bool IsConnected => _live.Length > 0;

    /// <summary>Where what comes goes to.</summary>
    protected SinkGuard Sink => sink;

    /// <summary>The pipe for a peer whose handshake is done; it is <paramref name="own"/> if we connected it with one.</summary>
    /// <exception cref="PeerFault">The peer is not wanted.</exception>
    public Pipe Admit(PeerProperties peer, Pipe? own)
    {
        lock (Gate)
        {
            Pipe pipe = own ?? PipeFor(peer);
            SetLive([.. _live, pipe]);
            return pipe;
        }
    }

    /// <summary>A pipe's connection has gone; for good, unless it is one of our own.</summary>
    public void Leave(Pipe pipe, bool isOwn)
    {
        lock (Gate)
        {
            SetLive([.. _live.Where(live => live != pipe)]);
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
            Forget(pipe); // Only now may another peer have its identity: the receiver knows that this one has gone.
        }
    }

    /// <summary>Takes a message. Gives the route that leads nowhere, if so; the sink is to be told.</summary>
    public abstract PeerRoute? Send(in OutgoingMessage message);

    /// <summary>Whether a route has room for another message.</summary>
    public abstract bool HasRoom(PeerRoute route);

    /// <summary>Completes when a route has room for another message.</summary>
    public abstract ValueTask WaitForRoomAsync(PeerRoute route, CancellationToken cancellationToken);

    /// <summary>What was sent to a route and left to the thread pool leaves now.</summary>
    public virtual void Flush(PeerRoute route)
    {
    }

    /// <summary>The pipe of a connection that we are to make; null when it gets one once the peer is there.</summary>
    public virtual Pipe? OpenOwn() => null;

    /// <summary>A connection of ours will not be made again.</summary>
    public virtual void CloseOwn(Pipe? own)
    {
    }

    /// <summary>The socket ends: nobody waits for room any more.</summary>
    public virtual void Close()
    {
        foreach (Pipe pipe in Live)
        {
            pipe.ReleaseWaiters();
        }
    }

    /// <summary>Five bytes beginning with 0, as ZeroMQ names a peer that has no name of its own.</summary>
    protected static byte[] NewIdentity()
    {
        byte[] identity = new byte[5];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(identity.AsSpan(1), Interlocked.Increment(ref _lastIdentity));
        return identity;
    }

    /// <summary>The pipe for a peer that has none. Under the gate.</summary>
    protected abstract Pipe PipeFor(PeerProperties peer);

    private void SetLive(Pipe[] live)
    {
        _live = live;
        _routes = [.. live.Select(pipe => pipe.Route)];
    }

    /// <summary>A pipe has gone for good. Under the gate.</summary>
    protected virtual void Forget(Pipe pipe)
    {
    }
}
