using System.Buffers;
using ZeroRpc.Transport;

namespace ZeroRpc.Events;

/// <summary>
/// Where an event is encoded: a buffer that each thread keeps for the next one. Small events are lent to the transport, or copied out at their
/// size; a large one takes the memory along, so that its bytes are not copied again.
/// </summary>
internal sealed class EventBuffer : IBufferWriter<byte>
{
    private const int InitialSize = 1024;
    private const int LargestKept = 16 * 1024;

    [ThreadStatic]
    private static EventBuffer? _spare;

    private byte[] _bytes = new byte[InitialSize];
    private int _length;
    private bool _isPooled;

    /// <summary>
    /// Whether large content may lie in a pooled array: for those who pass it to where such arrays are given back. Others would only lose them.
    /// </summary>
    public bool MayPool { get; set; }

    /// <summary>How long the content is.</summary>
    public int Length => _length;

    /// <summary>Takes this thread's buffer, or a new one when that is in use further up the stack.</summary>
    public static EventBuffer Rent()
    {
        EventBuffer buffer = _spare ?? new EventBuffer();
        _spare = null;
        buffer._length = 0;
        buffer.MayPool = false;
        return buffer;
    }

    /// <summary>Gives the buffer back; what it lent is no longer to be read.</summary>
    public void Return()
    {
        if (_bytes.Length > LargestKept)
        {
            Replace(new byte[InitialSize], isPooled: false);
        }

        _spare = this;
    }

    /// <summary>Gives the content: a small one lent, until <see cref="Return"/>, and a large one for good.</summary>
    public ReadOnlyMemory<byte> Give(out BodyMemory memory)
    {
        ReadOnlyMemory<byte> content = _bytes.AsMemory(0, _length);
        memory = _length <= LargestKept ? BodyMemory.Lent : _isPooled ? BodyMemory.Passed : BodyMemory.Kept;
        if (memory != BodyMemory.Lent)
        {
            (_bytes, _isPooled) = (new byte[InitialSize], false);
        }

        return content;
    }

    /// <summary>Gives the content away and the buffer back.</summary>
    public ReadOnlyMemory<byte> Detach()
    {
        ReadOnlyMemory<byte> content = Give(out BodyMemory memory);
        if (memory == BodyMemory.Lent)
        {
            content = content.ToArray();
        }

        Return();
        return content;
    }

    /// <summary>Appends bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _length += bytes.Length;
    }

    /// <inheritdoc/>
    public void Advance(int count) => _length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _bytes.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _bytes.AsSpan(_length);
    }

    private void EnsureRoom(int sizeHint)
    {
        int wanted = Math.Max(sizeHint, 64);
        if (_bytes.Length - _length < wanted)
        {
            // What is longer than any array fails where it is written.
            long size = Math.Min(Math.Max(_bytes.Length * 2L, (long)_length + wanted), Array.MaxLength);
            bool isPooled = MayPool && size > LargestKept;
            byte[] larger = isPooled ? PooledArrays.Rent((int)size) : GC.AllocateUninitializedArray<byte>((int)size);
            _bytes.AsSpan(0, _length).CopyTo(larger);
            Replace(larger, isPooled);
        }
    }

    private void Replace(byte[] bytes, bool isPooled)
    {
        if (_isPooled)
        {
            PooledArrays.GiveBack(_bytes);
        }

        (_bytes, _isPooled) = (bytes, isPooled);
    }
}
