using Microsoft.Extensions.Logging;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>What all connections of one socket have in common.</summary>
/// <param name="Options">The kind of socket, and its limits.</param>
/// <param name="HandshakeTime">How long the handshake may take.</param>
/// <param name="Loops">The socket's loops.</param>
/// <param name="Receiving">Whether what comes is delivered now.</param>
/// <param name="Sink">Where what comes goes to.</param>
/// <param name="Logger">Where to say what happens to connections.</param>
internal sealed record ConnectionSettings(
    TransportOptions Options, TimeSpan HandshakeTime, SocketLoops Loops, ReceiveSwitch Receiving, SinkGuard Sink, ILogger Logger)
{
    /// <summary>Where to say which peers are cut off.</summary>
    public CutOffLog CutOffs { get; } = new(Logger);

    /// <summary>The kind of socket.</summary>
    public SocketRole Role => Options.Role;

    /// <summary>The mechanism of a new connection: without security, the one that protects nothing.</summary>
    public IMechanism NewMechanism(IMechanismHost host) => Options.Security?.NewMechanism(Role, host) ?? new NullMechanism(Role);

    /// <summary>The largest message taken, in bytes. A puller has nothing to say, and a subscriber only what a command may say as well.</summary>
    public int MaxMessageSize => Role.Receives() ? Options.MaxMessageSize : FrameReader.MaxCommand;

    /// <summary>How many messages a connection's send buffer takes.</summary>
    public int MaxUnsent => Role is SocketRole.Push or SocketRole.Publish ? Options.HighWaterMark : int.MaxValue;
}
