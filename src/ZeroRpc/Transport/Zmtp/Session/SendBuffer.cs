namespace ZeroRpc.Transport.Zmtp;

/// <summary>Bytes that wait to be sent: small frames copied one behind the other, large bodies as they are in between. Not thread-safe.</summary>
internal sealed class SendBuffer
{
    /// <summary>A longer body is sent from where it lies, not copied.</summary>
    public const int LargestCopy = 16 * 1024;

    /// <summary>So many bytes an idle connection keeps; more are borrowed while they are needed.</summary>
    private const int KeptSize = 4 * 1024;

    private const int FirstSize = 1024;

    /// <summary>How many times larger the next buffer is: the shared pool keeps one of each size for each thread that gave one back.</summary>
    private const int Growth = 4;

    private readonly Queue<Body> _bodies = new();
    private byte[] _kept = [];
    private byte[] _bytes = [];
    private int _end;
    private int _start;
    private int _bodySent;

    /// <summary>How many bytes are in it.</summary>
    public int Length { get; private set; }

    /// <summary>How many messages were added since it was empty.</summary>
    public int Messages { get; private set; }

    /// <summary>The next bytes to send: as many as lie together.</summary>
    public ReadOnlySpan<byte> Next =>
        !_bodies.TryPeek(out Body body) ? _bytes.AsSpan(_start, _end - _start)
        : _start < body.At ? _bytes.AsSpan(_start, body.At - _start)
        : body.Bytes.Span[_bodySent..];

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

    /// <summary>So many bytes of <see cref="Next"/> have left.</summary>
    public void Remove(int count)
    {
        Length -= count;
        if (_bodies.TryPeek(out Body body) && _start == body.At)
        {
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

    /// <summary>Empties the buffer, and gives memory back that an idle connection should not hold.</summary>
    public void Clear()
    {
        _bodies.Clear();
        (_start, _end, _bodySent, Length, Messages) = (0, 0, 0, 0, 0);
        GiveBack();
        _bytes = _kept;
    }

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
