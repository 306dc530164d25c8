using System.Buffers.Binary;

namespace ZeroRpc.Events;

/// <summary>
/// Fresh message ids in Python's form (docs/protocol.md, section 2): msgpack bin of 32 ASCII hex characters, a counter of 8 before a random
/// base of 24. Thread-safe.
/// </summary>
internal sealed class MessageIdSource
{
    /// <summary>The length of an id's token: bin 8 and its length, 32 bytes.</summary>
    public const int TokenLength = 2 + 32;

    private readonly byte[] _base;
    private uint _counter;

    public MessageIdSource()
    {
        // Unlikely to be anyone else's is enough. A generator of secrets would load OpenSSL, some 7 ms of a short program's start.
        Span<byte> random = stackalloc byte[16];
        Guid.NewGuid().TryWriteBytes(random);
        _base = System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(random[..12]));
        _counter = (uint)Random.Shared.Next();
    }

    /// <summary>Writes the next id's token, <see cref="TokenLength"/> bytes.</summary>
    public void WriteNext(Span<byte> token)
    {
        token[0] = 0xc4;
        token[1] = 32;
        Span<byte> counter = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(counter, Interlocked.Increment(ref _counter));
        Convert.TryToHexStringLower(counter, token[2..10], out _);
        _base.CopyTo(token[10..]);
    }

    /// <summary>The next id.</summary>
    public MessageId Next()
    {
        Span<byte> token = stackalloc byte[TokenLength];
        WriteNext(token);
        return new MessageId(token);
    }
}
