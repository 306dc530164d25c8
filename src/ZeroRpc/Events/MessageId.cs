using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ZeroRpc.Events;

/// <summary>
/// An event's id as the msgpack token it came as: type and bytes, so that it is echoed exactly. Opaque (docs/protocol.md, section 2): bytes
/// from Python, a str from Node, an integer from some.
/// </summary>
internal readonly struct MessageId : IEquatable<MessageId>
{
    /// <summary>The longest token taken: far beyond any known peer's, short enough to be no burden.</summary>
    public const int MaxLength = 1024;

    private readonly InlineToken _inline;
    private readonly byte[]? _long;
    private readonly int _length;

    /// <summary>Makes an id of one whole msgpack token.</summary>
    public MessageId(ReadOnlySpan<byte> token)
    {
        _length = token.Length;
        if (token.Length <= InlineToken.Size)
        {
            token.CopyTo(MemoryMarshal.AsBytes((Span<ulong>)_inline));
        }
        else
        {
            _long = token.ToArray();
        }
    }

    /// <summary>Whether there is no id: the header had none that could be used.</summary>
    public bool IsNone => _length == 0;

    /// <summary>The token's length in bytes.</summary>
    public int Length => _length;

    /// <summary>The token as it stands on the wire.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Token =>
        _long is null ? MemoryMarshal.AsBytes((ReadOnlySpan<ulong>)_inline)[.._length] : _long;

    /// <inheritdoc/>
    public bool Equals(MessageId other) => Token.SequenceEqual(other.Token);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MessageId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _long is null ? _inline.GetHashCode() ^ _length : HashOf(_long);

    // Seeded per process: peers choose their ids, and must not be able to choose collisions.
    private static int HashOf(ReadOnlySpan<byte> token)
    {
        var hash = new HashCode();
        hash.AddBytes(token);
        return hash.ToHashCode();
    }

    /// <summary>The token in hexadecimal.</summary>
    public override string ToString() => Convert.ToHexStringLower(Token);

    /// <summary>Room for Python's ids (34 bytes) and Node's (38) without an allocation.</summary>
    [InlineArray(Count)]
    private struct InlineToken
    {
        public const int Size = Count * sizeof(ulong);
        private const int Count = 5;

        private static readonly ulong[] Seeds = NewSeeds();

        private ulong _element0;

        /// <summary>
        /// Pair-multiply-shift (Thorup, High Speed Hashing for Integers and Strings, section 3.5): whatever ids a peer chooses, two collide
        /// by chance only, as long as it does not know the seeds.
        /// </summary>
        public override readonly int GetHashCode()
        {
            ReadOnlySpan<ulong> seeds = Seeds;
            ulong sum = 0;
            for (int i = 0; i < Count; i++)
            {
                sum += (seeds[2 * i] + (uint)this[i]) * (seeds[(2 * i) + 1] + (this[i] >> 32));
            }

            return (int)(sum >> 32);
        }

        private static ulong[] NewSeeds()
        {
            ulong[] seeds = new ulong[2 * Count];
            for (int i = 0; i < seeds.Length; i += 2)
            {
                Guid.NewGuid().TryWriteBytes(MemoryMarshal.AsBytes(seeds.AsSpan(i, 2))); // As random as a generator of secrets, and loads none.
            }

            return seeds;
        }
    }
}
