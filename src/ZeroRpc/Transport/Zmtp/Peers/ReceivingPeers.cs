namespace ZeroRpc.Transport.Zmtp;

/// <summary>A puller's or a subscriber's, to whom nothing is sent.</summary>
internal sealed class ReceivingPeers(SinkGuard sink) : Peers(sink)
{
    /// <inheritdoc/>
    public override PeerRoute? Send(in OutgoingMessage message) => null;

    /// <inheritdoc/>
    public override bool HasRoom(PeerRoute route) => true;

    /// <inheritdoc/>
    public override ValueTask WaitForRoomAsync(PeerRoute route, CancellationToken cancellationToken) => default;

    /// <inheritdoc/>
    protected override Pipe PipeFor(PeerProperties peer) => new DirectPipe(NewIdentity(), Sink);
}
