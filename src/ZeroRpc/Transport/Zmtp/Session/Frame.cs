namespace ZeroRpc.Transport.Zmtp;

/// <summary>A frame that came.</summary>
/// <param name="Header">What stood before it.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Memory">Whose they are: small ones lie in a receive buffer, which is used again when they have been looked at.</param>
internal readonly record struct Frame(FrameHeader Header, ReadOnlyMemory<byte> Bytes, BodyMemory Memory)
{
    /// <summary>Its bytes, to look at.</summary>
    public ReadOnlySpan<byte> Payload => Bytes.Span;

    /// <summary>Its bytes, to be kept.</summary>
    public ReadOnlyMemory<byte> Keep() => Memory == BodyMemory.Lent ? Bytes.ToArray() : Bytes;
}
