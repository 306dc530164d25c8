namespace ZeroRpc.Transport.Zmtp;

/// <summary>A received frame.</summary>
/// <param name="Header">The header of the frame.</param>
/// <param name="Bytes">The payload.</param>
/// <param name="Memory">
/// The ownership of the payload. Small payloads are in a receive buffer, which is reused after they have been processed.
/// </param>
internal readonly record struct Frame(FrameHeader Header, ReadOnlyMemory<byte> Bytes, BodyMemory Memory)
{
    /// <summary>Whether the payload is only the beginning of the frame, which is longer than the limit.</summary>
    public bool IsCut => Bytes.Length < Header.Length;

    /// <summary>The payload for immediate use.</summary>
    public ReadOnlySpan<byte> Payload => Bytes.Span;

    /// <summary>Returns the payload in memory that stays valid: copied if it is lent.</summary>
    public ReadOnlyMemory<byte> Keep() => Memory == BodyMemory.Lent ? Bytes.ToArray() : Bytes;
}
