using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Transport;

/// <summary>What a transport must be told to be made.</summary>
/// <param name="Role">The kind of socket.</param>
/// <param name="MaxMessageSize">The largest body taken from the wire, in bytes; a peer that announces more is cut off.</param>
/// <param name="Linger">How long what was sent may take to leave after disposal.</param>
/// <param name="HighWaterMark">
/// How many messages may wait on one connection, beyond which its peer counts as not reading; ZeroMQ's default.
/// </param>
internal sealed record TransportOptions(SocketRole Role, int MaxMessageSize, TimeSpan Linger, int HighWaterMark = 1000)
{
    /// <summary>The security of connections by tcp and ipc; null for none.</summary>
    public ISecurity? Security { get; init; }

    /// <summary>The mode of the files that ipc endpoints make; null for what the process's mask leaves.</summary>
    public UnixFileMode? UnixSocketMode { get; init; }

    /// <summary>What the options of whoever has a socket say to its transport.</summary>
    public static TransportOptions Of(SocketRole role, ZeroRpcSocketOptions options) => new(role, options.MaxMessageSize, options.Linger)
    {
        Security = options.Security,
        UnixSocketMode = options.UnixSocketMode,
    };
}
