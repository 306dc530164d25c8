namespace ZeroRpc.Transport.Zmtp;

/// <summary>The peers of a router. Each peer has the identity that it requested, or a generated one.</summary>
internal sealed class RouterPeers(SinkGuard sink) : AddressedPeers(sink)
{
    private readonly Dictionary<PeerRoute, QueuedPipe> _pipes = [];

    /// <inheritdoc/>
    protected override bool AreUnique => false;

    /// <inheritdoc/>
    public override PipeRoute? Find(PeerRoute route)
    {
        if (route is PipeRoute known)
        {
            return known;
        }

        lock (Gate)
        {
            return _pipes.GetValueOrDefault(route)?.Route;
        }
    }

    /// <inheritdoc/>
    protected override Pipe PipeFor(PeerProperties peer)
    {
        var pipe = new QueuedPipe(peer.Identity.Length > 0 ? peer.Identity : NewIdentity(), Sink);
        return _pipes.TryAdd(pipe.Route, pipe)
            ? pipe
            : throw new PeerFault($"another peer has its identity, {pipe.Route}");
    }

    /// <inheritdoc/>
    protected override void Forget(Pipe pipe) => _pipes.Remove(pipe.Route);
}
