namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// Cuts what comes into frames. A large one is received straight into memory of its own, which is there only as the peer fills it. Lengths are
/// checked against the limits before anything is allocated.
/// </summary>
/// <param name="maxLast">The longest last frame of a message.</param>
internal sealed class FrameReader(long maxLast)
{
    /// <summary>The longest frame before the last one: identities are no longer, and a delimiter is empty.</summary>
    public const int MaxBeforeLast = 255;

    /// <summary>The longest command: metadata, for the most part.</summary>
    public const int MaxCommand = 16 * 1024;

    /// <summary>A longer payload is received into memory of its own.</summary>
    public const int LargestInBuffer = 16 * 1024;

    /// <summary>What a frame that announces more gets at first; it gets more when it has filled that.</summary>
    private const int FirstRoom = 2 * 1024 * 1024;

    /// <summary>How many times what has come of a frame is believed to come.</summary>
    private const int Belief = 16;

    private FrameHeader _header;
    private byte[]? _large;
    private int _filled;
    private int _wanted;

    /// <summary>Whether the handshake is done: before that, only commands may come.</summary>
    public bool TakesMessages { get; set; }

    /// <summary>The number of bytes by which a sealed frame is longer than the one within; null while frames come as they are.</summary>
    public int? SealOverhead { get; set; }

    /// <summary>Where the next bytes of a large frame go; empty when none is under way.</summary>
    public Memory<byte> Missing => _large is null ? default : _large.AsMemory(_filled.._wanted);

    /// <summary>Reads the next frame off the front of <paramref name="input"/>; false when it is not whole, and what is left is to be shown again.</summary>
    /// <exception cref="PeerFault">It is no frame, or longer than may be.</exception>
    public bool TryRead(ref ReadOnlyMemory<byte> input, out Frame frame)
    {
        frame = default;
        int size = FrameHeader.Read(input.Span, out FrameHeader header);
        if (size == 0)
        {
            return false;
        }

        Check(header);
        ReadOnlyMemory<byte> rest = input[size..];
        if (rest.Length >= header.Length)
        {
            frame = new Frame(header, rest[..(int)header.Length], BodyMemory.Lent);
            input = rest[(int)header.Length..];
            return true;
        }

        if (header.Length > LargestInBuffer)
        {
            _header = header;
            _wanted = (int)Math.Min(header.Length, FirstRoom);
            _large = PooledArrays.Rent(_wanted);
            _filled = rest.Length;
            rest.CopyTo(_large);
            input = default;
        }

        return false;
    }

    /// <summary>So many bytes were written to <see cref="Missing"/>. Gives the frame when it is whole.</summary>
    public bool OnFilled(int count, out Frame frame)
    {
        frame = default;
        _filled += count;
        if (_filled < _wanted)
        {
            return false;
        }

        if (_filled < _header.Length)
        {
            _wanted = (int)Math.Min(_header.Length, (long)_filled * Belief);
            byte[] larger = PooledArrays.Rent(_wanted);
            _large.AsSpan(0, _filled).CopyTo(larger);
            PooledArrays.GiveBack(_large);
            _large = larger;
            return false;
        }

        frame = new Frame(_header, _large.AsMemory(0, _filled), BodyMemory.Passed);
        _large = null;
        return true;
    }

    /// <summary>Refuses a frame that is longer than its kind may be.</summary>
    /// <exception cref="PeerFault">It is.</exception>
    public void CheckLength(in FrameHeader header)
    {
        long limit = header.IsCommand ? MaxCommand : header.HasMore ? MaxBeforeLast : maxLast;
        if (header.Length > limit)
        {
            string what = header.IsCommand ? "a command" : header.HasMore ? "an identity or delimiter" : "a message";
            throw new PeerFault($"it announces {what} of {header.Length:N0} bytes; the limit is {limit:N0}");
        }
    }

    private void Check(in FrameHeader header)
    {
        if (!header.IsCommand && !TakesMessages)
        {
            throw new PeerFault("it sends messages before the handshake is done");
        }

        if (SealOverhead is { } overhead)
        {
            CheckSealedLength(header.Length, Math.Max(maxLast, MaxCommand) + overhead);
        }
        else
        {
            CheckLength(header);
        }
    }

    /// <summary>The kind of a sealed frame is known when it is opened: here the longest kind counts.</summary>
    private static void CheckSealedLength(long length, long limit)
    {
        if (length > limit)
        {
            throw new PeerFault($"it announces a sealed frame of {length:N0} bytes; the limit is {limit:N0}");
        }
    }
}
