namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// Bytes that wait to be sent. Small frames are copied one after the other; large bodies are referenced in between. Not thread-safe.
/// </summary>
internal sealed class SendBuffer
{
    /// <summary>The longest body that is copied. A longer one is sent from its own memory.</summary>
    public const int LargestCopy = 16 * 1024;

    /// <summary>The memory that an idle connection keeps, in bytes. More is rented while it is needed.</summary>
    private const int KeptSize = 4 * 1024;

    private const int FirstSize = 1024;

    /// <summary>
    /// The growth factor of the buffer. The shared pool keeps an array of each size for each thread that returned one, so fewer sizes need
    /// less memory.
    /// </summary>
    private const int Growth = 4;

    private readonly Queue<Body> _bodies = new();
    private byte[] _kept = [];
    private byte[] _bytes = [];
    private int _end;
    private int _start;
    private int _bodySent;

    /// <summary>The number of bytes.</summary>
    public int Length { get; private set; }

    /// <summary>The number of messages that were added since the buffer was empty.</summary>
    public int Messages { get; private set; }

    /// <summary>The number of bytes at the front that are not encrypted: those of the handshake.</summary>
    public int InClear { get; private set; }

    /// <summary>The next contiguous bytes to send.</summary>
    public ReadOnlySpan<byte> Next =>
        !_bodies.TryPeek(out Body body) ? _bytes.AsSpan(_start, _end - _start)
        : _start < body.At ? _bytes.AsSpan(_start, body.At - _start)
        : body.Bytes.Span[_bodySent..];

    /// <summary>Appends bytes of the handshake. Only other bytes of the handshake can precede them.</summary>
    public void AddInClear(ReadOnlySpan<byte> bytes)
    {
        Add(bytes);
        InClear += bytes.Length;
    }

    /// <summary>Appends bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _end += bytes.Length;
        Length += bytes.Length;
    }

    /// <summary>Appends a frame.</summary>
    public void AddFrame(ReadOnlyMemory<byte> payload, bool hasMore, BodyMemory memory = BodyMemory.Kept)
    {
        int header = FrameHeader.Write(Room(FrameHeader.MaxSize), isCommand: false, hasMore, payload.Length);
        _end += header;
        Length += header;
        Messages += hasMore ? 0 : 1;
        if (payload.Length <= LargestCopy || memory == BodyMemory.Lent)
        {
            Add(payload.Span);
        }
        else
        {
            _bodies.Enqueue(new Body(_end, payload, memory));
            Length += payload.Length;
        }
    }

    /// <summary>
    /// Appends the header of a frame. Returns the memory for its payload, which the caller must fill before it adds anything else.
    /// </summary>
    public Span<byte> AddFrame(int length)
    {
        Span<byte> room = Room(FrameHeader.MaxSize + length);
        int header = FrameHeader.Write(room, isCommand: false, hasMore: false, length);
        _end += header + length;
        Length += header + length;
        return room.Slice(header, length);
    }

    /// <summary>Returns the frame at the front, no part of which has been sent. Its payload is valid until the buffer changes.</summary>
    public FrameHeader PeekFrame(out ReadOnlySpan<byte> payload)
    {
        int size = FrameHeader.Read(_bytes.AsSpan(_start, _end - _start), out FrameHeader header);
        payload = HasBodyAt(_start + size) ? _bodies.Peek().Bytes.Span : _bytes.AsSpan(_start + size, (int)header.Length);
        return header;
    }

    /// <summary>Removes the frame at the front.</summary>
    public void RemoveFrame()
    {
        int size = FrameHeader.Read(_bytes.AsSpan(_start, _end - _start), out FrameHeader header);
        if (HasBodyAt(_start + size))
        {
            Remove(size);
            Remove((int)header.Length);
        }
        else
        {
            Remove(size + (int)header.Length);
        }
    }

    /// <summary>Removes the first bytes of <see cref="Next"/> after they have been sent.</summary>
    public void Remove(int count)
    {
        Length -= count;
        InClear = Math.Max(0, InClear - count);
        if (HasBodyAt(_start))
        {
            Body body = _bodies.Peek();
            _bodySent += count;
            if (_bodySent == body.Bytes.Length)
            {
                _bodies.Dequeue();
                _bodySent = 0;
                if (body.Memory == BodyMemory.Passed)
                {
                    PooledArrays.GiveBack(body.Bytes);
                }
            }
        }
        else
        {
            _start += count;
        }

        if (Length == 0)
        {
            Clear();
        }
    }

    /// <summary>Empties the buffer, and returns memory that an idle connection should not hold.</summary>
    public void Clear()
    {
        _bodies.Clear();
        (_start, _end, _bodySent, Length, Messages, InClear) = (0, 0, 0, 0, 0, 0);
        GiveBack();
        _bytes = _kept;
    }

    private bool HasBodyAt(int position) => _bodies.TryPeek(out Body body) && body.At == position;

    private Span<byte> Room(int size)
    {
        if (_bytes.Length - _end < size)
        {
            Grow(Math.Max(Math.Max(FirstSize, _bytes.Length * Growth), _end + size));
        }

        return _bytes.AsSpan(_end);
    }

    private void Grow(int size)
    {
        byte[] larger = size <= KeptSize ? _kept = new byte[size] : PooledArrays.Rent(size);
        _bytes.AsSpan(0, _end).CopyTo(larger);
        GiveBack();
        _bytes = larger;
    }

    private void GiveBack()
    {
        if (_bytes != _kept && _bytes.Length > KeptSize)
        {
            PooledArrays.GiveBack(_bytes);
        }
    }

    private readonly record struct Body(int At, ReadOnlyMemory<byte> Bytes, BodyMemory Memory);
}
