namespace ZeroRpc.Transport.Zmtp;

/// <summary>The security of a socket, which makes the mechanism of each of its connections. Thread-safe.</summary>
internal interface ISecurity
{
    /// <summary>Makes the mechanism of a connection.</summary>
    /// <param name="role">The kind of socket.</param>
    /// <param name="host">The connection.</param>
    IMechanism NewMechanism(SocketRole role, IMechanismHost host);
}
