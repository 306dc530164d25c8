namespace ZeroRpc.Transport;

/// <summary>The ZeroMQ socket type of a transport. The frames of each type are described in docs/protocol.md, section 1.</summary>
internal enum SocketRole
{
    /// <summary>The socket of a client. Every message goes to its peer, or to the next of several peers.</summary>
    Dealer,

    /// <summary>The socket of a server. Every message has a route.</summary>
    Router,

    /// <summary>Sends only. Each message goes to the next puller that has room, and waits while there is none.</summary>
    Push,

    /// <summary>Receives only, from all pushers in turn.</summary>
    Pull,

    /// <summary>Sends only. Each message goes to every subscriber, and is dropped for subscribers that do not read.</summary>
    Publish,

    /// <summary>Receives only: all published messages.</summary>
    Subscribe,
}

/// <summary>Properties of socket roles.</summary>
internal static class SocketRoles
{
    /// <summary>Returns the role of the other end.</summary>
    public static SocketRole Peer(this SocketRole role) => role switch
    {
        SocketRole.Dealer => SocketRole.Router,
        SocketRole.Router => SocketRole.Dealer,
        SocketRole.Push => SocketRole.Pull,
        SocketRole.Pull => SocketRole.Push,
        SocketRole.Publish => SocketRole.Subscribe,
        _ => SocketRole.Publish,
    };

    /// <summary>Returns true if a delimiter frame precedes the body.</summary>
    public static bool HasDelimiter(this SocketRole role) => role is SocketRole.Dealer or SocketRole.Router;

    /// <summary>Returns true if the role receives messages.</summary>
    public static bool Receives(this SocketRole role) => role is not (SocketRole.Push or SocketRole.Publish);

    /// <summary>Returns the name of the role for users.</summary>
    public static string Name(this SocketRole role) => role switch
    {
        SocketRole.Dealer => "client",
        SocketRole.Router => "server",
        SocketRole.Push => "pusher",
        SocketRole.Pull => "puller",
        SocketRole.Publish => "publisher",
        _ => "subscriber",
    };
}
