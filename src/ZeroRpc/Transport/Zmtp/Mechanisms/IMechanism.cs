namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// The security mechanism of one connection: the handshake between the greetings and the first message, and the protection of the messages.
/// Called on the loop's thread. Disposal erases its keys.
/// </summary>
internal interface IMechanism : IDisposable
{
    /// <summary>The name in the greeting.</summary>
    string Name { get; }

    /// <summary>Whether this side is the server of the mechanism, as stated in the greeting. False for a mechanism without roles.</summary>
    bool IsServer { get; }

    /// <summary>The properties that the peer sent. Null until the handshake has completed.</summary>
    PeerProperties? Peer { get; }

    /// <summary>The owner of the peer's key. Null until the handshake has completed, and for a mechanism without keys.</summary>
    PeerPrincipal? Principal { get; }

    /// <summary>Encrypts the frames after the handshake. Null if they are not encrypted.</summary>
    IFrameCipher? Cipher { get; }

    /// <summary>
    /// The probable mistake in the configuration if the other side closes every connection during the handshake without giving a reason.
    /// Null if there is none to suggest.
    /// </summary>
    string? Suspicion { get; }

    /// <summary>Returns the first command frame of this side. Empty if it waits for the peer's.</summary>
    byte[] Begin();

    /// <summary>
    /// Processes the next command of the peer and returns the frame to reply with. Returns an empty array if there is no reply, or if the
    /// reply takes time; it then follows through <see cref="IMechanismHost.Continue"/>.
    /// </summary>
    /// <exception cref="PeerFault">The peer is refused, or has refused this side.</exception>
    byte[] OnCommand(Command command);
}
