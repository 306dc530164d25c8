namespace ZeroRpc.Transport.Zmtp;

/// <summary>What a peer may take of us, beside the size of its messages.</summary>
/// <param name="Connections">How many peers may be connected to one socket of ours at once.</param>
/// <param name="Handshakes">How many of them may still be in their handshake.</param>
/// <param name="HandshakeTime">How long the handshake may take; 30 s is libzmq's.</param>
internal sealed record ZmtpLimits(int Connections, int Handshakes, TimeSpan HandshakeTime)
{
    /// <summary>The usual limits.</summary>
    public static ZmtpLimits Default { get; } = new(10_000, 1_000, TimeSpan.FromSeconds(30));
}
