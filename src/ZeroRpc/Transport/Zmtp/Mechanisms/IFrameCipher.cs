namespace ZeroRpc.Transport.Zmtp;

/// <summary>Protects the frames of one connection. One thread at a time seals, and the loop's thread opens.</summary>
internal interface IFrameCipher
{
    /// <summary>The number of bytes that sealing adds to a payload.</summary>
    int Overhead { get; }

    /// <summary>Seals a frame into the payload of an ordinary one.</summary>
    /// <param name="frame">What stood before the payload: its flags are sealed with it.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="to">Room for <see cref="Overhead"/> bytes more than the payload has.</param>
    /// <exception cref="ObjectDisposedException">The connection has ended and its keys are wiped.</exception>
    void Seal(FrameHeader frame, ReadOnlySpan<byte> payload, Span<byte> to);

    /// <summary>Opens a frame in place: the frame within lies in the same memory.</summary>
    /// <exception cref="PeerFault">The frame is not the next one that the peer sealed.</exception>
    Frame Open(in Frame frame);
}
