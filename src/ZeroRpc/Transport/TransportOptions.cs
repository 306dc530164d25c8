namespace ZeroRpc.Transport;

/// <summary>The kind of ZeroMQ socket a transport acts as.</summary>
internal enum SocketRole
{
    /// <summary>A client's: every message goes to the one peer (or the next of several).</summary>
    Dealer,

    /// <summary>A server's: every message has a route.</summary>
    Router,
}

/// <summary>What a transport must be told to be made.</summary>
/// <param name="Role">The kind of socket.</param>
/// <param name="MaxMessageSize">The largest body taken from the wire, in bytes; a peer that announces more is cut off.</param>
/// <param name="Linger">How long what was sent may take to leave after disposal.</param>
internal sealed record TransportOptions(SocketRole Role, int MaxMessageSize, TimeSpan Linger)
{
    /// <summary>What carries tcp endpoints.</summary>
    public ZeroRpcTcpTransport Tcp { get; init; }

    /// <summary>The mode of the files that ipc endpoints make; null for what the process's mask leaves.</summary>
    public UnixFileMode? UnixSocketMode { get; init; }

    /// <summary>What a client's or server's options say to a transport.</summary>
    public static TransportOptions Of(SocketRole role, ZeroRpcOptions options) => new(role, options.MaxMessageSize, options.Linger)
    {
        Tcp = options.TcpTransport,
        UnixSocketMode = options.UnixSocketMode,
    };
}
