namespace ZeroRpc.Transport.Zmtp;

/// <summary>The security of a socket. Creates the mechanism of each connection. Thread-safe.</summary>
internal interface ISecurity
{
    /// <summary>Creates the mechanism of a connection.</summary>
    /// <param name="role">The role of the socket.</param>
    /// <param name="host">The connection.</param>
    IMechanism NewMechanism(SocketRole role, IMechanismHost host);
}
