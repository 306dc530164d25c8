namespace ZeroRpc.Transport.Zmtp;

/// <summary>A route that refers to its pipe, so that no lookup is needed.</summary>
internal sealed class PipeRoute(QueuedPipe pipe, params byte[][] identity) : PeerRoute(identity)
{
    /// <summary>The pipe to the peer.</summary>
    public QueuedPipe Pipe { get; } = pipe;

    /// <inheritdoc/>
    public override PeerPrincipal? Principal => Pipe.Principal;

    /// <inheritdoc/>
    public override string? Address => Pipe.Address;

    /// <summary>The identities of the devices behind the peer, outermost first.</summary>
    public ReadOnlySpan<byte[]> Devices => Identity[1..];
}
