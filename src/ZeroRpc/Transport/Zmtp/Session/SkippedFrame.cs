namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// A frame that is larger than the limit and is received without being kept, so that its message can be refused and the connection lives.
/// Its beginning is kept, which tells the call that the message belongs to.
/// </summary>
internal sealed class SkippedFrame(FrameHeader header)
{
    private const int BeginningSize = 4096;
    private const int ScratchSize = 64 * 1024;

    private readonly byte[] _beginning = new byte[Math.Min(BeginningSize, header.Length)];
    private byte[]? _scratch;
    private int _kept;
    private long _left = header.Length;

    /// <summary>The destination of the next bytes.</summary>
    public Memory<byte> Missing => _kept < _beginning.Length
        ? _beginning.AsMemory(_kept)
        : (_scratch ??= new byte[ScratchSize]).AsMemory(0, (int)Math.Min(_left, ScratchSize));

    /// <summary>The frame with its beginning as the payload.</summary>
    public Frame Frame => new(header, _beginning, BodyMemory.Kept);

    /// <summary>Takes received bytes from the front of <paramref name="input"/>. Returns true if the frame is complete.</summary>
    public bool Take(ref ReadOnlyMemory<byte> input)
    {
        var count = (int)Math.Min(input.Length, _left);
        input[..Math.Min(count, _beginning.Length - _kept)].CopyTo(_beginning.AsMemory(_kept));
        input = input[count..];
        return OnFilled(count);
    }

    /// <summary>Processes bytes that were written to <see cref="Missing"/>. Returns true if the frame is complete.</summary>
    public bool OnFilled(int count)
    {
        _kept = Math.Min(_kept + count, _beginning.Length);
        _left -= count;
        return _left == 0;
    }
}
