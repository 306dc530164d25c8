namespace ZeroRpc.Transport.Zmtp;

/// <summary>A frame that came. Its payload lies in a buffer that is used again, unless it was large.</summary>
internal readonly ref struct Frame
{
    private readonly ReadOnlyMemory<byte> _own;

    /// <summary>A frame that lies in a receive buffer.</summary>
    public Frame(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        Header = header;
        Payload = payload;
    }

    /// <summary>A frame that has memory of its own.</summary>
    public Frame(FrameHeader header, ReadOnlyMemory<byte> own)
    {
        Header = header;
        Payload = own.Span;
        _own = own;
    }

    /// <summary>What stood before it.</summary>
    public FrameHeader Header { get; }

    /// <summary>Its bytes, for as long as it is being looked at.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Its bytes, to be kept: copied unless they are its own already.</summary>
    public ReadOnlyMemory<byte> Keep() => _own.IsEmpty ? Payload.ToArray() : _own;
}
