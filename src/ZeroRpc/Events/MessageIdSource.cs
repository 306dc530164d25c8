using System.Buffers.Binary;

namespace ZeroRpc.Events;

/// <summary>
/// Creates message ids in Python's form (docs/protocol.md, section 2): a msgpack bin of 32 ASCII hex characters, of which 8 are a counter
/// and 24 a random base. Thread-safe.
/// </summary>
internal sealed class MessageIdSource
{
    /// <summary>The length of an id's token in bytes: the bin 8 code, the length byte and 32 characters.</summary>
    public const int TokenLength = 2 + 32;

    private readonly byte[] _base;
    private uint _counter;

    public MessageIdSource()
    {
        // The ids need to be unique, not secret. RandomNumberGenerator would load OpenSSL, which adds some 7 ms to the start of a short
        // program.
        Span<byte> random = stackalloc byte[16];
        Guid.NewGuid().TryWriteBytes(random);
        _base = System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(random[..12]));
        _counter = (uint)Random.Shared.Next();
    }

    /// <summary>Writes the token of the next id.</summary>
    /// <param name="token">The destination, at least <see cref="TokenLength"/> bytes long.</param>
    public void WriteNext(Span<byte> token)
    {
        token[0] = 0xc4;
        token[1] = 32;
        Span<byte> counter = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(counter, Interlocked.Increment(ref _counter));
        Convert.TryToHexStringLower(counter, token[2..10], out _);
        _base.CopyTo(token[10..]);
    }

    /// <summary>Returns the next id.</summary>
    public MessageId Next()
    {
        Span<byte> token = stackalloc byte[TokenLength];
        WriteNext(token);
        return new MessageId(token);
    }
}
