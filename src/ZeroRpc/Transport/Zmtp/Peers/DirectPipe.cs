namespace ZeroRpc.Transport.Zmtp;

/// <summary>A pipe in which nothing waits: a puller's or a subscriber's, and a pusher's, whose messages wait for whichever peer has room.</summary>
internal sealed class DirectPipe(byte[] identity, SinkGuard sink, PushPeers? source = null) : Pipe
{
    private volatile Outbox? _outbox;

    /// <inheritdoc/>
    public override PeerRoute Route { get; } = new(identity);

    /// <inheritdoc/>
    public override bool HasWaiting => source?.HasWaiting ?? false;

    /// <summary>The peer's connection, if it takes another message now.</summary>
    public Outbox? WithRoom => _outbox is { IsFailed: false } outbox && outbox.HasRoom() ? outbox : null;

    /// <inheritdoc/>
    public override void Attach(Outbox outbox)
    {
        outbox.Source = this;
        _outbox = outbox;
        sink.OnConnectionChanged();
        source?.SendWaiting();
    }

    /// <inheritdoc/>
    public override void Refill(Outbox outbox) => source?.SendWaiting();

    /// <inheritdoc/>
    public override void Detach()
    {
        _outbox = null;
        sink.OnPeerGone(Route);
        sink.OnConnectionChanged();
    }
}
