namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// The security mechanism of one connection: the handshake between the greetings and the first message, and the protection of what follows.
/// Called on the loop's thread. Disposal wipes its keys.
/// </summary>
internal interface IMechanism : IDisposable
{
    /// <summary>The name that the greeting carries.</summary>
    string Name { get; }

    /// <summary>Whether this side is the mechanism's server, as the greeting says; a mechanism without roles has none.</summary>
    bool IsServer { get; }

    /// <summary>The properties that the peer sent; null until the handshake is done.</summary>
    PeerProperties? Peer { get; }

    /// <summary>The owner of the peer's key; null until the handshake is done, and where there are no keys.</summary>
    PeerPrincipal? Principal { get; }

    /// <summary>The protection of the frames that follow the handshake; null where they travel as they are.</summary>
    IFrameCipher? Cipher { get; }

    /// <summary>
    /// What the user may have got wrong when the other side closes every connection in the handshake and does not say why; null when there is
    /// nothing to suspect.
    /// </summary>
    string? Suspicion { get; }

    /// <summary>The command frame with which this side begins; empty when it waits for the peer's.</summary>
    byte[] Begin();

    /// <summary>
    /// Reads the peer's next command and returns the frame that answers it. Returns nothing where there is no answer, or where the answer needs
    /// time: then it follows by <see cref="IMechanismHost.Continue"/>.
    /// </summary>
    /// <exception cref="PeerFault">The peer is refused, or refuses this side.</exception>
    byte[] OnCommand(Command command);
}
