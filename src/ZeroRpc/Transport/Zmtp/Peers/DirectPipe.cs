namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// A pipe without a queue: that of a puller or subscriber, and that of a pusher, whose messages wait in a common queue for any peer with
/// room.
/// </summary>
internal sealed class DirectPipe : Pipe
{
    private readonly SinkGuard _sink;
    private readonly PushPeers? _source;
    private volatile Outbox? _outbox;

    /// <summary>Creates a pipe that is not connected.</summary>
    public DirectPipe(byte[] identity, SinkGuard sink, PushPeers? source = null)
    {
        _sink = sink;
        _source = source;
        Route = new DirectRoute(this, identity);
    }

    /// <inheritdoc/>
    public override PeerRoute Route { get; }

    /// <inheritdoc/>
    public override bool HasWaiting => _source?.HasWaiting ?? false;

    /// <summary>The connection of the peer if it has room for another message. Otherwise null.</summary>
    public Outbox? WithRoom => _outbox is { IsFailed: false } outbox && outbox.HasRoom() ? outbox : null;

    /// <inheritdoc/>
    public override void Attach(Outbox outbox)
    {
        outbox.Source = this;
        _outbox = outbox;
        _sink.OnConnectionChanged();
        _source?.SendWaiting();
    }

    /// <inheritdoc/>
    public override void Refill(Outbox outbox) => _source?.SendWaiting();

    /// <inheritdoc/>
    public override void Detach()
    {
        _outbox = null;
        _sink.OnPeerGone(Route);
        _sink.OnConnectionChanged();
    }

    private sealed class DirectRoute(DirectPipe pipe, byte[] identity) : PeerRoute(identity)
    {
        public override PeerPrincipal? Principal => pipe.Principal;

        public override string? Address => pipe.Address;
    }
}
