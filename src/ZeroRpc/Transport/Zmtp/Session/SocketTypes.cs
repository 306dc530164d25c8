namespace ZeroRpc.Transport.Zmtp;

/// <summary>What sockets are called on the wire, and which may be connected (ZeroMQ RFC 37).</summary>
internal static class SocketTypes
{
    /// <summary>The name that READY carries.</summary>
    public static string NameOf(SocketRole role) => role switch
    {
        SocketRole.Dealer => "DEALER",
        SocketRole.Router => "ROUTER",
        SocketRole.Push => "PUSH",
        SocketRole.Pull => "PULL",
        SocketRole.Publish => "PUB",
        _ => "SUB",
    };

    /// <summary>Whether a peer of that type may be connected to a socket of ours.</summary>
    public static bool MayMeet(SocketRole ours, string theirs) => ours switch
    {
        SocketRole.Dealer => theirs is "ROUTER" or "DEALER" or "REP",
        SocketRole.Router => theirs is "DEALER" or "ROUTER" or "REQ",
        SocketRole.Push => theirs is "PULL",
        SocketRole.Pull => theirs is "PUSH",
        SocketRole.Publish => theirs is "SUB" or "XSUB",
        _ => theirs is "PUB" or "XPUB",
    };
}
