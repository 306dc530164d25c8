namespace ZeroRpc.Transport.Zmtp;

/// <summary>The peer did what the protocol or one of our limits forbids. Its connection ends, and the message goes to the log.</summary>
internal sealed class PeerFault(string reason) : Exception(reason)
{
    /// <summary>
    /// Whether the other side will not have this one, so that the next attempt is likely to end in the same way: what waits for the connection
    /// fails now, and the reason is its callers' to read.
    /// </summary>
    public bool IsRefusal { get; init; }

    /// <summary>The frame that tells the peer why, sent before the connection closes; empty for none.</summary>
    public byte[] Farewell { get; init; } = [];
}
