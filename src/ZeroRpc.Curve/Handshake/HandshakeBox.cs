using System.Security.Cryptography;
using ZeroRpc.Curve.Native;

namespace ZeroRpc.Curve.Handshake;

/// <summary>The boxes of the handshake, in place and between key pairs that share a key for no other box.</summary>
internal static class HandshakeBox
{
    /// <summary>Boxes from the owner of a secret key to that of a public one; false when the public key is not one.</summary>
    public static bool TrySeal(Span<byte> box, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> secretKey)
    {
        Span<byte> shared = stackalloc byte[Sodium.KeyLength];
        return TrySeal(box, nonce, shared, Sodium.TryShare(publicKey, secretKey, shared));
    }

    /// <summary>Boxes from the owner of a pair to that of a public key; false when that is not one.</summary>
    public static bool TrySeal(Span<byte> box, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> publicKey, CurveKeyPair pair)
    {
        Span<byte> shared = stackalloc byte[Sodium.KeyLength];
        return TrySeal(box, nonce, shared, pair.TryShare(publicKey, shared));
    }

    /// <summary>Opens a box from the owner of a public key for the owner of a secret key. Returns false if the box is not authentic.</summary>
    public static bool TryOpen(Span<byte> box, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> secretKey)
    {
        Span<byte> shared = stackalloc byte[Sodium.KeyLength];
        return TryOpen(box, nonce, shared, Sodium.TryShare(publicKey, secretKey, shared));
    }

    /// <summary>Opens a box from the owner of a public key for the owner of a key pair. Returns false if the box is not authentic.</summary>
    public static bool TryOpen(Span<byte> box, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> publicKey, CurveKeyPair pair)
    {
        Span<byte> shared = stackalloc byte[Sodium.KeyLength];
        return TryOpen(box, nonce, shared, pair.TryShare(publicKey, shared));
    }

    private static bool TrySeal(Span<byte> box, ReadOnlySpan<byte> nonce, Span<byte> shared, bool isShared)
    {
        if (isShared)
        {
            Sodium.Seal(box, nonce, shared);
        }

        CryptographicOperations.ZeroMemory(shared);
        return isShared;
    }

    private static bool TryOpen(Span<byte> box, ReadOnlySpan<byte> nonce, Span<byte> shared, bool isShared)
    {
        bool isAuthentic = isShared && Sodium.TryOpen(box, nonce, shared);
        CryptographicOperations.ZeroMemory(shared);
        return isAuthentic;
    }
}
