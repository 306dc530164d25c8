namespace ZeroRpc.Transport.Zmtp;

/// <summary>A frame that came.</summary>
/// <param name="Header">What stood before it.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="IsLent">Whether they lie in a receive buffer, to be used again when the frame has been looked at. Large ones have memory of their own.</param>
internal readonly record struct Frame(FrameHeader Header, ReadOnlyMemory<byte> Bytes, bool IsLent)
{
    /// <summary>Its bytes, to look at.</summary>
    public ReadOnlySpan<byte> Payload => Bytes.Span;

    /// <summary>Its bytes, to be kept.</summary>
    public ReadOnlyMemory<byte> Keep() => IsLent ? Bytes.ToArray() : Bytes;
}
