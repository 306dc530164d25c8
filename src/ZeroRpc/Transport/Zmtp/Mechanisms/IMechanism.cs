namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// A security mechanism's handshake on one connection, between the greetings and the first message: who the peers are to each other.
/// </summary>
internal interface IMechanism
{
    /// <summary>The name that the greeting carries.</summary>
    string Name { get; }

    /// <summary>What the peer told of itself; null until the handshake is done.</summary>
    PeerProperties? Peer { get; }

    /// <summary>The command frame with which this side begins; empty when it waits for the peer's.</summary>
    byte[] Begin();

    /// <summary>The peer's next command came: gives the frame that answers it, or nothing.</summary>
    /// <exception cref="PeerFault">The peer is refused, or refuses us.</exception>
    byte[] OnCommand(Command command);
}
