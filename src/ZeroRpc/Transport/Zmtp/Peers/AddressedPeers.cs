namespace ZeroRpc.Transport.Zmtp;

/// <summary>The peers of a dealer or router. Each message has the route of one peer, or is given one, and waits for that peer.</summary>
internal abstract class AddressedPeers(SinkGuard sink) : Peers(sink)
{
    /// <summary>Whether routes are never reused: no later peer can have the route of one that disconnected.</summary>
    protected abstract bool AreUnique { get; }

    /// <summary>Returns the route for a message. Null if no peer has it.</summary>
    public abstract PipeRoute? Find(PeerRoute route);

    /// <inheritdoc/>
    public override PeerRoute? Send(in OutgoingMessage message)
    {
        if (Find(message.Route) is not { } route)
        {
            return message.Route;
        }

        // The sink is notified again, in case the sender chose the route just before the peer was lost.
        bool isTaken = route.Pipe.Send(route == message.Route ? message : message with { Route = route }, route);
        return isTaken || !AreUnique ? null : route;
    }

    /// <inheritdoc/>
    public override bool HasRoom(PeerRoute route) => Find(route)?.Pipe.HasRoom ?? true;

    /// <inheritdoc/>
    public override void Ask(PeerRoute route, TimeSpan silence) => (route as PipeRoute)?.Pipe.Peer?.Ask(silence);

    /// <inheritdoc/>
    public override void Doubt(PeerRoute route, TimeSpan silence)
    {
        if (route is not PipeRoute { Pipe: { Peer: { } peer } pipe })
        {
            return;
        }

        lock (Gate)
        {
            // Asked inside the gate: a connection that is made anew is admitted by the gate, after the dead one was closed.
            if (!peer.IsDead(silence))
            {
                return;
            }

            RemoveLive(pipe);
            pipe.Suspend(); // Before the caller learns of the loss: its next call must wait for the next connection.
        }

        peer.CutOff("a call was lost over it, and nothing at all has been received meanwhile");
    }

    /// <inheritdoc/>
    public override void Flush(PeerRoute route) => Find(route)?.Pipe.Flush();

    /// <inheritdoc/>
    public override ValueTask WaitForRoomAsync(PeerRoute route, CancellationToken cancellationToken) =>
        Find(route)?.Pipe.WaitForRoomAsync(cancellationToken) ?? default;
}
