namespace ZeroRpc.Transport.Zmtp;

/// <summary>The connection as its mechanism sees it. Thread-safe.</summary>
internal interface IMechanismHost
{
    /// <summary>The peer's address, as the log has it.</summary>
    string Address { get; }

    /// <summary>
    /// Has the handshake go on, soon and on the loop's thread: <paramref name="step"/> returns the frame to send, or throws a
    /// <see cref="PeerFault"/>, which ends the connection also after the handshake. Does nothing once the connection has ended.
    /// </summary>
    void Continue(Func<byte[]> step);
}
