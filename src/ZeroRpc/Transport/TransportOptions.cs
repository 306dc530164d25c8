using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Transport;

/// <summary>The options for creating a transport.</summary>
/// <param name="Role">The role of the socket.</param>
/// <param name="MaxMessageSize">
/// The largest body that is accepted, in bytes. A larger one is refused; the connection of a peer that announces one of more than
/// four times that, or that is encrypted, is closed.
/// </param>
/// <param name="Linger">How long disposal waits until messages that were already sent have left the process.</param>
/// <param name="HighWaterMark">
/// The number of messages that can wait on one connection. Above it, the peer counts as not reading. The default is ZeroMQ's.
/// </param>
internal sealed record TransportOptions(SocketRole Role, int MaxMessageSize, TimeSpan Linger, int HighWaterMark = 1000)
{
    /// <summary>The security of tcp and ipc connections. Null for none.</summary>
    public ISecurity? Security { get; init; }

    /// <summary>The mode of socket files that ipc endpoints create. Null for the mode that the umask of the process allows.</summary>
    public UnixFileMode? UnixSocketMode { get; init; }

    /// <summary>The time after which a peer without a sign of life is dead. Null if connections are not watched.</summary>
    public TimeSpan? KeepAliveTimeout { get; init; }

    /// <summary>The limits for peers.</summary>
    public ZmtpLimits Limits { get; init; } = ZmtpLimits.Default;

    /// <summary>Creates the transport options for the options of a client, server or one-way socket.</summary>
    public static TransportOptions Of(SocketRole role, ZeroRpcOptions options) => new(role, options.MaxMessageSize, options.Linger)
    {
        Security = options.Security,
        UnixSocketMode = options.UnixSocketMode,
        Limits = ZmtpLimits.Of(options.Limits),
        KeepAliveTimeout = options is ZeroRpcChannelOptions { Heartbeat: null } ? null : options.KeepAliveTimeout,
    };
}
