namespace ZeroRpc.Transport.Zmtp;

/// <summary>The limits for peers, in addition to the size of messages: the values of <see cref="ZeroRpcLimits"/> when a socket was created.</summary>
/// <param name="Connections">The number of peers that can be connected to one socket.</param>
/// <param name="Handshakes">The number of accepted connections whose handshake has not completed.</param>
/// <param name="HandshakesPerAddress">The same for one IP address.</param>
/// <param name="HandshakeTime">How long the handshake can take.</param>
internal sealed record ZmtpLimits(int Connections, int Handshakes, int HandshakesPerAddress, TimeSpan HandshakeTime)
{
    /// <summary>The default limits.</summary>
    public static ZmtpLimits Default { get; } = Of(new ZeroRpcLimits());

    /// <summary>Returns the current values of an application's limits.</summary>
    public static ZmtpLimits Of(ZeroRpcLimits limits) =>
        new(limits.MaxConnections, limits.MaxHandshakes, limits.MaxHandshakesPerAddress, limits.HandshakeTimeout);
}
