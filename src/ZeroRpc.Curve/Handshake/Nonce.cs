using System.Buffers.Binary;

namespace ZeroRpc.Curve.Handshake;

/// <summary>
/// Nonces of 24 bytes (RFC 26): a prefix that says what is boxed, and either a number that rises from box to box or 16 bytes that never come
/// again.
/// </summary>
internal static class Nonce
{
    /// <summary>The length of the number, as it travels.</summary>
    public const int ShortLength = 8;

    /// <summary>The length of the bytes that never come again, as they travel.</summary>
    public const int LongLength = 16;

    /// <summary>Writes a nonce of a prefix of 16 bytes and a number.</summary>
    public static void Write(Span<byte> nonce, ReadOnlySpan<byte> prefix, ulong number)
    {
        prefix.CopyTo(nonce);
        BinaryPrimitives.WriteUInt64BigEndian(nonce[prefix.Length..], number);
    }

    /// <summary>Writes a nonce of a prefix of 8 bytes and 16 more.</summary>
    public static void Write(Span<byte> nonce, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> rest)
    {
        prefix.CopyTo(nonce);
        rest.CopyTo(nonce[prefix.Length..]);
    }
}
