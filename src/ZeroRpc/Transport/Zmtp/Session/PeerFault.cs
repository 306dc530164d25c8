namespace ZeroRpc.Transport.Zmtp;

/// <summary>The peer has violated the protocol or a limit. Its connection is closed, and the message is logged.</summary>
internal sealed class PeerFault(string reason) : Exception(reason)
{
    /// <summary>
    /// Whether the other side has refused this side, so that the next attempt will probably fail in the same way. Calls that wait for the
    /// connection then fail immediately, with this message.
    /// </summary>
    public bool IsRefusal { get; init; }

    /// <summary>The frame that tells the peer the reason. It is sent before the connection is closed. Empty for none.</summary>
    public byte[] Farewell { get; init; } = [];
}
