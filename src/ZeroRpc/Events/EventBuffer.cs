using System.Buffers;

namespace ZeroRpc.Events;

/// <summary>
/// Where an event is encoded: a buffer that each thread keeps for the next one. Small events are lent to the transport, or copied out at their
/// size; a large one takes the memory along, so that its bytes are not copied again.
/// </summary>
internal sealed class EventBuffer : IBufferWriter<byte>
{
    private const int InitialSize = 1024;
    private const int LargestLent = 16 * 1024;

    [ThreadStatic]
    private static EventBuffer? _spare;

    private byte[] _bytes = new byte[InitialSize];
    private int _length;

    /// <summary>Takes this thread's buffer, or a new one when that is in use further up the stack.</summary>
    public static EventBuffer Rent()
    {
        EventBuffer buffer = _spare ?? new EventBuffer();
        _spare = null;
        buffer._length = 0;
        return buffer;
    }

    /// <summary>Gives the buffer back; what it lent is no longer to be read.</summary>
    public void Return() => _spare = this;

    /// <summary>How long the content is.</summary>
    public int Length => _length;

    /// <summary>Gives the content: a small one lent, until <see cref="Return"/>, and a large one for good.</summary>
    public ReadOnlyMemory<byte> Give(out bool isLent)
    {
        ReadOnlyMemory<byte> content = _bytes.AsMemory(0, _length);
        isLent = _length <= LargestLent;
        if (!isLent)
        {
            _bytes = new byte[InitialSize];
        }

        return content;
    }

    /// <summary>Gives the content away and the buffer back.</summary>
    public ReadOnlyMemory<byte> Detach()
    {
        ReadOnlyMemory<byte> content = Give(out bool isLent);
        if (isLent)
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
            long size = Math.Max(_bytes.Length * 2L, (long)_length + wanted);
            byte[] larger = GC.AllocateUninitializedArray<byte>(checked((int)Math.Min(size, Array.MaxLength)));
            _bytes.AsSpan(0, _length).CopyTo(larger);
            _bytes = larger;
        }
    }
}
