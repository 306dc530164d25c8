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
internal sealed record TransportOptions(SocketRole Role, int MaxMessageSize, TimeSpan Linger);
