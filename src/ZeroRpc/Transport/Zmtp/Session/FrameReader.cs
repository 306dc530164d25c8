namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// Splits received bytes into frames. A large frame is received directly into its own memory, which grows only as the peer sends the frame.
/// Lengths are checked against the limits before memory is allocated.
/// </summary>
/// <param name="maxLast">The longest last frame of a message.</param>
/// <param name="skips">
/// Whether a last frame that is longer, up to <see cref="SkipFactor"/> times, is received without being kept. If not, it is a fault of the peer.
/// </param>
internal sealed class FrameReader(long maxLast, bool skips = false)
{
    /// <summary>The longest frame before the last one. Identities are not longer, and a delimiter is empty.</summary>
    public const int MaxBeforeLast = 255;

    /// <summary>The longest command. Commands are mostly metadata.</summary>
    public const int MaxCommand = 16 * 1024;

    /// <summary>The longest payload that is received in the shared receive buffer. A longer payload gets its own memory.</summary>
    public const int LargestInBuffer = 16 * 1024;

    /// <summary>The initial memory of a large frame. It is enlarged when the peer has filled it.</summary>
    private const int InitialSize = 2 * 1024 * 1024;

    /// <summary>
    /// The factor of each enlargement. The memory of a frame is at most this multiple of the bytes that have been received, so that
    /// announcing a large frame does not reserve memory for it.
    /// </summary>
    private const int GrowthFactor = 16;

    /// <summary>The multiple of the limit up to which frames are skipped. Beyond it, the peer could keep this side busy without an end.</summary>
    public const int SkipFactor = 4;

    private FrameHeader _header;
    private SkippedFrame? _skipped;
    private byte[]? _large;
    private int _filled;
    private int _wanted;

    /// <summary>Whether the handshake has completed. Before, only commands are accepted.</summary>
    public bool TakesMessages { get; set; }

    /// <summary>The number of bytes that encryption adds to a frame. Null while frames are not encrypted.</summary>
    public int? SealOverhead { get; set; }

    /// <summary>The destination of the next bytes of a large frame. Empty if no large frame is being received.</summary>
    public Memory<byte> Missing => _skipped?.Missing ?? (_large is null ? default : _large.AsMemory(_filled.._wanted));

    /// <summary>
    /// Reads the next frame from the front of <paramref name="input"/>. Returns false if it is incomplete; the remaining bytes must then be
    /// passed again with more bytes.
    /// </summary>
    /// <exception cref="PeerFault">The bytes are not a frame, or the frame is too long.</exception>
    public bool TryRead(ref ReadOnlyMemory<byte> input, out Frame frame)
    {
        frame = default;
        int size = FrameHeader.Read(input.Span, out FrameHeader header);
        if (size == 0)
        {
            return false;
        }

        ReadOnlyMemory<byte> rest = input[size..];
        if (MustSkip(header))
        {
            _skipped = new SkippedFrame(header);
            input = rest;
            return _skipped.Take(ref input) && EndSkipping(out frame);
        }

        Check(header);
        if (rest.Length >= header.Length)
        {
            frame = new Frame(header, rest[..(int)header.Length], BodyMemory.Lent);
            input = rest[(int)header.Length..];
            return true;
        }

        if (header.Length > LargestInBuffer)
        {
            _header = header;
            _wanted = (int)Math.Min(header.Length, InitialSize);
            _large = PooledArrays.Rent(_wanted);
            _filled = rest.Length;
            rest.CopyTo(_large);
            input = default;
        }

        return false;
    }

    /// <summary>Processes bytes that were written to <see cref="Missing"/>. Returns true and the frame when it is complete.</summary>
    public bool OnFilled(int count, out Frame frame)
    {
        frame = default;
        if (_skipped is not null)
        {
            return _skipped.OnFilled(count) && EndSkipping(out frame);
        }

        _filled += count;
        if (_filled < _wanted)
        {
            return false;
        }

        if (_filled < _header.Length)
        {
            _wanted = (int)Math.Min(_header.Length, (long)_filled * GrowthFactor);
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

    /// <summary>Checks the length of a frame against the limit of its kind.</summary>
    /// <exception cref="PeerFault">The frame is too long.</exception>
    public void CheckLength(in FrameHeader header)
    {
        long limit = header.IsCommand ? MaxCommand : header.HasMore ? MaxBeforeLast : maxLast;
        if (header.Length > limit)
        {
            string what = header.IsCommand ? "a command" : header.HasMore ? "an identity or delimiter" : "a message";
            throw new PeerFault($"it announces {what} of {header.Length:N0} bytes; the limit is {limit:N0}");
        }
    }

    private bool MustSkip(in FrameHeader header) => skips && SealOverhead is null && TakesMessages
        && header is { IsCommand: false, HasMore: false } && header.Length > maxLast && header.Length <= maxLast * SkipFactor;

    private bool EndSkipping(out Frame frame)
    {
        frame = _skipped!.Frame;
        _skipped = null;
        return true;
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

    /// <summary>
    /// Checks the length of an encrypted frame. Its kind is known only after decryption, so the limit of the longest kind applies.
    /// </summary>
    private static void CheckSealedLength(long length, long limit)
    {
        if (length > limit)
        {
            throw new PeerFault($"it announces a sealed frame of {length:N0} bytes; the limit is {limit:N0}");
        }
    }
}
