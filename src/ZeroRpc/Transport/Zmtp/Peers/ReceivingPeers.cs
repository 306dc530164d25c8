namespace ZeroRpc.Transport.Zmtp;

/// <summary>The peers of a puller or subscriber, which sends no messages.</summary>
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
