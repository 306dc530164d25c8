using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ZeroRpc.Events;

/// <summary>
/// An event's id, kept as the msgpack token in which it arrived so that replies repeat its exact type and bytes. Ids are opaque
/// (docs/protocol.md, section 2): Python sends bin, Node sends str, and some peers send integers.
/// </summary>
internal readonly struct MessageId : IEquatable<MessageId>
{
    /// <summary>The longest token that is accepted, in bytes. Ids of all known peers are far shorter.</summary>
    public const int MaxLength = 1024;

    private readonly InlineToken _inline;
    private readonly byte[]? _long;
    private readonly int _length;

    /// <summary>Creates an id from one whole msgpack token.</summary>
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

    /// <summary>True if there is no id: the header had none, or an unusable one.</summary>
    public bool IsNone => _length == 0;

    /// <summary>The length of the token in bytes.</summary>
    public int Length => _length;

    /// <summary>The encoded token.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Token =>
        _long is null ? MemoryMarshal.AsBytes((ReadOnlySpan<ulong>)_inline)[.._length] : _long;

    /// <inheritdoc/>
    public bool Equals(MessageId other) => Token.SequenceEqual(other.Token);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MessageId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _long is null ? _inline.GetHashCode() ^ _length : HashOf(_long);

    // Seeded per process. Peers choose their ids and must not be able to choose colliding ones.
    private static int HashOf(ReadOnlySpan<byte> token)
    {
        var hash = new HashCode();
        hash.AddBytes(token);
        return hash.ToHashCode();
    }

    /// <summary>Returns the token in hexadecimal.</summary>
    public override string ToString() => Convert.ToHexStringLower(Token);

    /// <summary>Inline storage. It holds the ids of Python (34 bytes) and Node (38 bytes) without an allocation.</summary>
    [InlineArray(Count)]
    private struct InlineToken
    {
        public const int Size = Count * sizeof(ulong);
        private const int Count = 5;

        private static readonly ulong[] Seeds = NewSeeds();

        private ulong _element0;

        /// <summary>
        /// Pair-multiply-shift (Thorup, High Speed Hashing for Integers and Strings, section 3.5). Two ids collide only by chance, whatever
        /// ids a peer chooses, as long as the peer does not know the seeds.
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
                // A Guid is as random as the output of RandomNumberGenerator and does not load OpenSSL.
                Guid.NewGuid().TryWriteBytes(MemoryMarshal.AsBytes(seeds.AsSpan(i, 2)));
            }

            return seeds;
        }
    }
}
