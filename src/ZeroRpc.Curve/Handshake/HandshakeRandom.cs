using System.Security.Cryptography;
using ZeroRpc.Curve.Native;

namespace ZeroRpc.Curve.Handshake;

/// <summary>The random values of a handshake. Tests that compare bytes use recorded values.</summary>
internal class HandshakeRandom
{
    /// <summary>Keys of libsodium, and bytes of the system.</summary>
    public static HandshakeRandom Secure { get; } = new();

    /// <summary>Draws a short-term key pair.</summary>
    public virtual void NewKeyPair(Span<byte> publicKey, Span<byte> secretKey) => Sodium.NewKeyPair(publicKey, secretKey);

    /// <summary>Draws the bytes of a nonce or of a cookie's key.</summary>
    public virtual void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
}
