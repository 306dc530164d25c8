namespace ZeroRpc.Transport.Zmtp;

/// <summary>The peer did what the protocol or one of our limits forbids. Its connection ends, and the message goes to the log.</summary>
internal sealed class PeerFault(string reason) : Exception(reason)
{
    /// <summary>The frame that tells the peer why, sent before the connection closes; empty for none.</summary>
    public byte[] Farewell { get; init; } = [];
}
