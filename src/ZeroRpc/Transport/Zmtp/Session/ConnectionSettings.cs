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
    private string? _connectProblem;

    /// <summary>Logs the peers whose connections are closed because of a fault.</summary>
    public CutOffLog CutOffs { get; } = new(Logger);

    /// <summary>Why the last attempt of a connector of the socket failed. Null if none failed since the last connection.</summary>
    public string? ConnectProblem
    {
        get => Volatile.Read(ref _connectProblem);
        set => Volatile.Write(ref _connectProblem, value);
    }

    /// <summary>The role of the socket.</summary>
    public SocketRole Role => Options.Role;

    /// <summary>Creates the mechanism of a new connection. Without security, this is the mechanism NULL.</summary>
    public IMechanism NewMechanism(IMechanismHost host) => Options.Security?.NewMechanism(Role, host) ?? new NullMechanism(Role);

    /// <summary>
    /// The largest message that is accepted, in bytes. Pullers send no messages, and subscribers send only subscriptions, which fit the
    /// limit of commands.
    /// </summary>
    public int MaxMessageSize => Role.Receives() ? Options.MaxMessageSize : FrameReader.MaxCommand;

    /// <summary>The number of messages that the send buffer of a connection can hold.</summary>
    public int MaxUnsent => Role is SocketRole.Push or SocketRole.Publish ? Options.HighWaterMark : int.MaxValue;
}
