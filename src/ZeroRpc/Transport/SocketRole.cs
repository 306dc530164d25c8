namespace ZeroRpc.Transport;

/// <summary>The kind of ZeroMQ socket a transport acts as. Which frames each has: docs/protocol.md, section 1.</summary>
internal enum SocketRole
{
    /// <summary>A client's: every message goes to the one peer (or the next of several).</summary>
    Dealer,

    /// <summary>A server's: every message has a route.</summary>
    Router,

    /// <summary>Sends only: each message goes to the next puller that has room, and waits while there is none.</summary>
    Push,

    /// <summary>Receives only: from every pusher in turn.</summary>
    Pull,

    /// <summary>Sends only: each message goes to every subscriber, and is dropped for those that are absent or do not read.</summary>
    Publish,

    /// <summary>Receives only: all that is published.</summary>
    Subscribe,
}

/// <summary>What follows from a role.</summary>
internal static class SocketRoles
{
    /// <summary>The role that the other end has.</summary>
    public static SocketRole Peer(this SocketRole role) => role switch
    {
        SocketRole.Dealer => SocketRole.Router,
        SocketRole.Router => SocketRole.Dealer,
        SocketRole.Push => SocketRole.Pull,
        SocketRole.Pull => SocketRole.Push,
        SocketRole.Publish => SocketRole.Subscribe,
        _ => SocketRole.Publish,
    };

    /// <summary>Whether a delimiter frame stands before the body.</summary>
    public static bool HasDelimiter(this SocketRole role) => role is SocketRole.Dealer or SocketRole.Router;

    /// <summary>Whether messages come to it.</summary>
    public static bool Receives(this SocketRole role) => role is not (SocketRole.Push or SocketRole.Publish);

    /// <summary>What users know the role as.</summary>
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
