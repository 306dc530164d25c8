namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// Encrypts and decrypts the frames of one connection. At most one thread at a time encrypts; the loop's thread decrypts.
/// </summary>
internal interface IFrameCipher
{
    /// <summary>The number of bytes that encryption adds to a payload.</summary>
    int Overhead { get; }

    /// <summary>Encrypts a frame into the payload of an ordinary frame.</summary>
    /// <param name="frame">The header of the frame. Its flags are encrypted with the payload.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="to">The destination, <see cref="Overhead"/> bytes longer than the payload.</param>
    /// <exception cref="ObjectDisposedException">The connection has ended, and its keys have been erased.</exception>
    void Seal(FrameHeader frame, ReadOnlySpan<byte> payload, Span<byte> to);

    /// <summary>Decrypts a frame in place. The result uses the same memory.</summary>
    /// <exception cref="PeerFault">The frame is not the next one that the peer encrypted.</exception>
    Frame Open(in Frame frame);
}
