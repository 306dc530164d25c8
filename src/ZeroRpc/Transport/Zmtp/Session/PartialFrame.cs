namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// The beginning of a frame that is not complete. It is copied until the rest arrives, because receive buffers belong to the loop.
/// </summary>
internal struct PartialFrame()
{
    private const int KeptSize = 4 * 1024;

    private byte[] _bytes = [];
    private int _length = 0;

    /// <summary>The number of stored bytes.</summary>
    public readonly int Length => _length;

    /// <summary>Copies the stored bytes and returns their number.</summary>
    public readonly int CopyTo(Span<byte> to)
    {
        _bytes.AsSpan(0, _length).CopyTo(to);
        return _length;
    }

    /// <summary>Replaces the stored bytes.</summary>
    public void Keep(ReadOnlySpan<byte> bytes)
    {
        _length = bytes.Length;
        if (bytes.Length > _bytes.Length)
        {
            _bytes = new byte[Math.Max(64, System.Numerics.BitOperations.RoundUpToPowerOf2((uint)bytes.Length))];
        }
        else if (bytes.IsEmpty && _bytes.Length > KeptSize)
        {
            _bytes = [];
        }

        bytes.CopyTo(_bytes);
    }
}
