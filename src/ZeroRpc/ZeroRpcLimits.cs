namespace ZeroRpc;

/// <summary>
/// The limits that keep one peer from taking the resources of others (docs/limits.md). The defaults are far above what honest peers need. They
/// apply to <c>tcp://</c> and <c>ipc://</c> endpoints of the library's own transport, for each client, server or one-way socket.
/// </summary>
public sealed class ZeroRpcLimits
{
    /// <summary>
    /// The number of peers that can be connected to the listening endpoints. Further connections are closed. The default is 10,000; the minimum
    /// is 1. Each connection also needs a file descriptor of the process.
    /// </summary>
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>
    /// The number of accepted connections whose handshake has not completed. If there are more, the oldest of them is closed, so that silent
    /// connections do not keep other peers out. The default is 1,000; the minimum is 1.
    /// </summary>
    public int MaxHandshakes { get; set; } = 1_000;

    /// <summary>
    /// The same for the connections from one IP address. Established connections are not limited by address, because many clients can share
    /// an address behind NAT or in a cluster. The default is 500; the minimum is 1.
    /// </summary>
    public int MaxHandshakesPerAddress { get; set; } = 500;

    /// <summary>
    /// How long the handshake of a connection can take, on both sides. The default is 5 s; the minimum is 100 ms and the maximum 1 h.
    /// </summary>
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Throws an exception if a value is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range. The message names it.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConnections, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxHandshakes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxHandshakesPerAddress, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(HandshakeTimeout, TimeSpan.FromMilliseconds(100));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(HandshakeTimeout, TimeSpan.FromHours(1));
    }
}
