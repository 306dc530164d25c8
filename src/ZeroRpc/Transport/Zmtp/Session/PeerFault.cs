namespace ZeroRpc.Transport.Zmtp;

/// <summary>What a peer did that the protocol, or one of our limits, forbids: it is cut off, and the message goes to the log.</summary>
internal sealed class PeerFault(string reason) : Exception(reason);
