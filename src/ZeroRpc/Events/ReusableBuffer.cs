using System.Numerics;
using ZeroRpc.Transport;

namespace ZeroRpc.Events;

/// <summary>A place for the bytes of one event, used again for the next one's when those before are of no more use. Not thread-safe.</summary>
internal struct ReusableBuffer
{
    private const int SmallestSize = 64;
    private const int LargestSize = 1024;

    private byte[]? _bytes;
    private ReadOnlyMemory<byte> _passed;
    private bool _areOurs;

    /// <summary>Gives bytes that last until <see cref="Release"/>: lent ones are copied.</summary>
    public ReadOnlyMemory<byte> Keep(ReadOnlyMemory<byte> bytes, BodyMemory memory)
    {
        _areOurs = memory == BodyMemory.Lent && bytes.Length <= LargestSize;
        _passed = memory == BodyMemory.Passed ? bytes : default;
        if (memory != BodyMemory.Lent)
        {
            return bytes;
        }

        if (!_areOurs)
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

    /// <summary>Somebody may look at the bytes for as long as it likes: gives them so that they last for good.</summary>
    public ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> bytes)
    {
        _passed = default;
        return _areOurs ? bytes.ToArray() : bytes;
    }

    /// <summary>Nobody looks at the bytes any more.</summary>
    public void Release()
    {
        if (!_passed.IsEmpty)
        {
            PooledArrays.GiveBack(_passed);
            _passed = default;
        }
    }
}
