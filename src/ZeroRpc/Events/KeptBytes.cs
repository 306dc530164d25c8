using System.Numerics;

namespace ZeroRpc.Events;

/// <summary>A place for bytes that were lent, used again for the next ones when those before are of no more use.</summary>
internal struct KeptBytes
{
    private const int SmallestSize = 64;
    private const int LargestSize = 1024;

    private byte[]? _bytes;

    /// <summary>Copies bytes to where they last until the next call; if they are not lent, they are as good as they are.</summary>
    public ReadOnlyMemory<byte> Keep(ReadOnlyMemory<byte> bytes, bool isLent)
    {
        if (!isLent)
        {
            return bytes;
        }

        if (bytes.Length > LargestSize)
        {
            return bytes.ToArray();
        }

        if (_bytes is null || _bytes.Length < bytes.Length)
        {
            _bytes = new byte[BitOperations.RoundUpToPowerOf2((uint)Math.Max(bytes.Length, SmallestSize))];
        }

        bytes.CopyTo(_bytes);
        return _bytes.AsMemory(0, bytes.Length);
    }
}
