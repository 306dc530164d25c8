namespace ZeroRpc.Transport.Zmtp;

/// <summary>A dealer's or a router's: each message has the route of one peer, or gets one, and waits for that peer.</summary>
internal abstract class AddressedPeers(SinkGuard sink) : Peers(sink)
{
    /// <summary>Whether no other peer will ever have the route of one that went.</summary>
    protected abstract bool AreUnique { get; }

    /// <summary>The route of what is to be sent; null when nobody has it.</summary>
    public abstract PipeRoute? Find(PeerRoute route);

    /// <inheritdoc/>
    public override PeerRoute? Send(in OutgoingMessage message)
    {
        if (Find(message.Route) is not { } route)
        {
            return message.Route;
        }

        // Again, for whoever chose the route just before it went.
        bool isTaken = route.Pipe.Send(route == message.Route ? message : message with { Route = route }, route);
        return isTaken || !AreUnique ? null : route;
    }

    /// <inheritdoc/>
    public override bool HasRoom(PeerRoute route) => Find(route)?.Pipe.HasRoom ?? true;

    /// <inheritdoc/>
    public override void Flush(PeerRoute route) => Find(route)?.Pipe.Flush();

    /// <inheritdoc/>
    public override ValueTask WaitForRoomAsync(PeerRoute route, CancellationToken cancellationToken) =>
        Find(route)?.Pipe.WaitForRoomAsync(cancellationToken) ?? default;
}
