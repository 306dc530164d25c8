namespace ZeroRpc.Transport.Zmtp;

/// <summary>The limits for peers, in addition to the size of messages.</summary>
/// <param name="Connections">The number of peers that can be connected to one socket.</param>
/// <param name="Handshakes">The number of these peers whose handshake has not completed.</param>
/// <param name="HandshakeTime">How long the handshake can take. 30 s is the value of libzmq.</param>
internal sealed record ZmtpLimits(int Connections, int Handshakes, TimeSpan HandshakeTime)
{
    /// <summary>The default limits.</summary>
    public static ZmtpLimits Default { get; } = new(10_000, 1_000, TimeSpan.FromSeconds(30));
}
