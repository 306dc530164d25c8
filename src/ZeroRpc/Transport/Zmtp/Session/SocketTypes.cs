namespace ZeroRpc.Transport.Zmtp;

/// <summary>The names of socket types on the wire, and the types that can be connected (ZeroMQ RFC 37).</summary>
internal static class SocketTypes
{
    /// <summary>Returns the name in READY.</summary>
    public static string NameOf(SocketRole role) => role switch
    {
        SocketRole.Dealer => "DEALER",
        SocketRole.Router => "ROUTER",
        SocketRole.Push => "PUSH",
        SocketRole.Pull => "PULL",
        SocketRole.Publish => "PUB",
        _ => "SUB",
    };

    /// <summary>Returns true if a peer of this type can be connected to a socket of this side.</summary>
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
