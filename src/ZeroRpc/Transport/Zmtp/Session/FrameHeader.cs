using System.Buffers.Binary;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>The header of a frame (ZeroMQ RFC 37): a byte of flags, and the length in one or eight bytes.</summary>
/// <param name="IsCommand">Whether the frame is a command and not part of a message.</param>
/// <param name="HasMore">Whether another frame of the same message follows.</param>
/// <param name="Length">The number of bytes that follow the header.</param>
internal readonly record struct FrameHeader(bool IsCommand, bool HasMore, long Length)
{
    /// <summary>The length of the longest header.</summary>
    public const int MaxSize = 9;

    private const byte More = 1;
    private const byte Long = 2;
    private const byte Command = 4;
    private const int LongestShort = 255;

    /// <summary>Writes a header and returns its size.</summary>
    public static int Write(Span<byte> to, bool isCommand, bool hasMore, int length)
    {
        int flags = (isCommand ? Command : 0) | (hasMore ? More : 0);
        if (length <= LongestShort)
        {
            to[0] = (byte)flags;
            to[1] = (byte)length;
            return 2;
        }

        to[0] = (byte)(flags | Long);
        BinaryPrimitives.WriteInt64BigEndian(to[1..], length);
        return MaxSize;
    }

    /// <summary>Reads a header and returns its size. Returns 0 if the header is incomplete.</summary>
    /// <exception cref="PeerFault">The bytes are not a header.</exception>
    public static int Read(ReadOnlySpan<byte> from, out FrameHeader header)
    {
        header = default;
        if (from.Length < 2)
        {
            return 0;
        }

        byte flags = from[0];
        if ((flags & ~(More | Long | Command)) != 0 || (flags & (More | Command)) == (More | Command))
        {
            throw new PeerFault($"a frame's flags are 0x{flags:x2}, which means nothing");
        }

        int size = (flags & Long) == 0 ? 2 : MaxSize;
        if (from.Length < size)
        {
            return 0;
        }

        long length = size == 2 ? from[1] : BinaryPrimitives.ReadInt64BigEndian(from[1..]);
        if (length < 0)
        {
            throw new PeerFault("a frame's length has its highest bit set");
        }

        header = new FrameHeader((flags & Command) != 0, (flags & More) != 0, length);
        return size;
    }
}
