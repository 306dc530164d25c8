namespace ZeroRpc.Transport.Zmtp;

/// <summary>A ZMTP command: a short name and its data (ZeroMQ RFC 37).</summary>
internal readonly ref struct Command
{
    private Command(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        Name = name;
        Data = data;
    }

    /// <summary>The name, such as <c>READY</c>.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>The bytes after the name.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>Parses the payload of a command frame.</summary>
    /// <exception cref="PeerFault">The payload is not a command.</exception>
    public static Command Read(ReadOnlySpan<byte> payload) =>
        payload.Length > 1 && payload[0] > 0 && payload[0] < payload.Length
            ? new Command(payload.Slice(1, payload[0]), payload[(1 + payload[0])..])
            : throw new PeerFault("a command has no name");

    /// <summary>Returns a complete command frame.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        Span<byte> header = stackalloc byte[FrameHeader.MaxSize];
        int size = FrameHeader.Write(header, isCommand: true, hasMore: false, 1 + name.Length + data.Length);
        return [.. header[..size], (byte)name.Length, .. name, .. data];
    }
}
