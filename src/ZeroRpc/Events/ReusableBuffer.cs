using System.Numerics;
using ZeroRpc.Transport;

namespace ZeroRpc.Events;

/// <summary>Stores the bytes of one event at a time and reuses its array for the next event. Not thread-safe.</summary>
internal struct ReusableBuffer
{
    private const int SmallestSize = 64;
    private const int LargestSize = 1024;

    private byte[]? _bytes;
    private ReadOnlyMemory<byte> _passed;
    private bool _areOurs;

    /// <summary>Returns the bytes in memory that stays valid until <see cref="Release"/>. Lent memory is copied.</summary>
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

    /// <summary>
    /// Returns the bytes in memory that stays valid after <see cref="Release"/>, for code that may read them at any time.
    /// </summary>
    public ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> bytes)
    {
        _passed = default;
        return _areOurs ? bytes.ToArray() : bytes;
    }

    /// <summary>Ends the use of the stored bytes. Nothing may read them after this call.</summary>
    public void Release()
    {
        if (!_passed.IsEmpty)
        {
            PooledArrays.GiveBack(_passed);
            _passed = default;
        }
    }
}
