namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// The peers of a publisher. Each message goes to every subscriber that wants it. For a subscriber that does not read, messages beyond the
/// high-water mark are dropped.
/// </summary>
internal sealed class PublishPeers(SinkGuard sink, int highWaterMark) : Peers(sink)
{
    /// <inheritdoc/>
    public override bool IsConnected => Live.Any(pipe => ((PublishPipe)pipe).IsSubscribed);

    /// <inheritdoc/>
    public override PeerRoute? Send(in OutgoingMessage message)
    {
        ReadOnlyMemory<byte> body = message.Kept().Body; // Copied once for all subscribers. It is not returned to the pool.
        bool isHeard = false;
        bool isDropped = false;
        foreach (PublishPipe subscriber in Live)
        {
            isHeard |= subscriber.IsSubscribed;
            if (subscriber.Wants(body.Span) && !TrySend(body, subscriber))
            {
                isDropped = true;
                Sink.OnDropped(DropReason.SubscriberFull);
            }
        }

        if (!isHeard)
        {
            Sink.OnDropped(DropReason.NobodySubscribes);
        }
        else if (!isDropped)
        {
            Sink.OnSent(message.Origin, PeerRoute.None);
        }

        return null;
    }

    /// <inheritdoc/>
    public override bool HasRoom(PeerRoute route) => true;

    /// <inheritdoc/>
    public override ValueTask WaitForRoomAsync(PeerRoute route, CancellationToken cancellationToken) => default;

    /// <inheritdoc/>
    protected override Pipe PipeFor(PeerProperties peer) => new PublishPipe(NewIdentity(), Sink, highWaterMark);

    // Without the origin, which is notified once for all subscribers.
    private static bool TrySend(ReadOnlyMemory<byte> body, PublishPipe subscriber) =>
        subscriber.HasRoom && subscriber.Send(new OutgoingMessage(subscriber.Route, body), subscriber.Route);
}
