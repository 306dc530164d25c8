using System.Buffers;
using ZeroRpc.Transport;

namespace ZeroRpc.Events;

/// <summary>
/// The buffer into which an event is encoded. Each thread keeps one instance and reuses it. Small events are lent to the transport or
/// copied; for a large event the array itself is handed over, so that its bytes are not copied again.
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
    /// Whether large content may be placed in an array from the shared pool. Set this only if the content goes to a transport that returns
    /// such arrays (<see cref="ITransport.GivesBack"/>); otherwise the pool loses them. False after <see cref="Rent"/>.
    /// </summary>
    public bool MayPool { get; set; }

    /// <summary>The length of the content in bytes.</summary>
    public int Length => _length;

    /// <summary>Returns this thread's buffer, emptied. Returns a new buffer if a caller further up the stack is using it.</summary>
    public static EventBuffer Rent()
    {
        EventBuffer buffer = _spare ?? new EventBuffer();
        _spare = null;
        buffer._length = 0;
        buffer.MayPool = false;
        return buffer;
    }

    /// <summary>Returns the buffer to its thread. Content that was lent must not be read after this call.</summary>
    public void Return()
    {
        if (_bytes.Length > LargestKept)
        {
            Replace(new byte[InitialSize], isPooled: false);
        }

        _spare = this;
    }

    /// <summary>Returns the content. Small content is lent until <see cref="Return"/>. Large content is handed over for good.</summary>
    /// <param name="memory">Who owns the memory of the content.</param>
    public ReadOnlyMemory<byte> GetContent(out BodyMemory memory)
    {
        ReadOnlyMemory<byte> content = _bytes.AsMemory(0, _length);
        memory = _length <= LargestKept ? BodyMemory.Lent : _isPooled ? BodyMemory.Passed : BodyMemory.Kept;
        if (memory != BodyMemory.Lent)
        {
            (_bytes, _isPooled) = (new byte[InitialSize], false);
        }

        return content;
    }

    /// <summary>Returns the content in memory that the caller owns, and returns the buffer to its thread.</summary>
    public ReadOnlyMemory<byte> Detach()
    {
        ReadOnlyMemory<byte> content = GetContent(out BodyMemory memory);
        if (memory == BodyMemory.Lent)
        {
            content = content.ToArray();
        }

        Return();
        return content;
    }

    /// <summary>Appends bytes to the content.</summary>
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
            // A value longer than any array fails in the code that writes it.
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
