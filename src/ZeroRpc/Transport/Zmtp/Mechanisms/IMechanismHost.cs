namespace ZeroRpc.Transport.Zmtp;

/// <summary>The connection as its mechanism sees it. Thread-safe.</summary>
internal interface IMechanismHost
{
    /// <summary>The address of the peer for the log.</summary>
    string Address { get; }

    /// <summary>
    /// Continues the handshake asynchronously on the loop's thread. <paramref name="step"/> returns the frame to send, or throws a
    /// <see cref="PeerFault"/>, which ends the connection even after the handshake. Does nothing after the connection has ended.
    /// </summary>
    void Continue(Func<byte[]> step);
}
