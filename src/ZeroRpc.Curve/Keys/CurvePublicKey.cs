using System.Diagnostics.CodeAnalysis;
using ZeroRpc.Curve.Keys;
using ZeroRpc.Curve.Native;

namespace ZeroRpc;

/// <summary>The public key of a peer: 32 bytes, as text the 40 characters of Z85 that libzmq and pyzmq use. Equal by its bytes.</summary>
public sealed class CurvePublicKey : IEquatable<CurvePublicKey>
{
    private readonly byte[] _bytes;
    private readonly int _hash;

    private CurvePublicKey(byte[] bytes)
    {
        _bytes = bytes;
        var hash = new HashCode();
        hash.AddBytes(bytes);
        _hash = hash.ToHashCode();
    }

    /// <summary>The 32 bytes of the key.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Creates a key from its 32 bytes.</summary>
    /// <param name="bytes">The bytes, which are copied.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">There are not 32 bytes.</exception>
    public static CurvePublicKey FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == Sodium.KeyLength
        ? new CurvePublicKey(bytes.ToArray())
        : throw new ArgumentException($"A key has {Sodium.KeyLength} bytes; these are {bytes.Length}.", nameof(bytes));

    /// <summary>Reads a key from its Z85 text.</summary>
    /// <param name="text">The 40 characters.</param>
    /// <returns>The key.</returns>
    /// <exception cref="FormatException">The text is not a key; the message says why.</exception>
    public static CurvePublicKey Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out CurvePublicKey? key) ? key : throw KeyText.Wrong("public", text);
    }

    /// <summary>Reads a key from its Z85 text, if it is one.</summary>
    /// <param name="text">The text; null is not a key.</param>
    /// <param name="key">The key.</param>
    /// <returns>Whether the text is a key.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out CurvePublicKey? key)
    {
        byte[] bytes = new byte[Sodium.KeyLength];
        key = text is not null && Z85.TryDecode(text, bytes) ? new CurvePublicKey(bytes) : null;
        return key is not null;
    }

    /// <summary>Reads a key from a certificate file as pyzmq makes them: its line <c>public-key = "…"</c>. A secret certificate has one too.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The key.</returns>
    /// <exception cref="FormatException">The file has no public key.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CurvePublicKey Load(string path) => CertificateFile.Read(path).RequirePublicKey(path);

    /// <summary>Writes a public certificate, which pyzmq reads too.</summary>
    /// <param name="path">The file; it must not exist.</param>
    /// <exception cref="IOException">The file exists or cannot be written.</exception>
    public void Save(string path) => CertificateFile.WritePublic(path, this);

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] CurvePublicKey? other) => other is not null && _bytes.AsSpan().SequenceEqual(other._bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CurvePublicKey);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>The key as Z85 text.</summary>
    public override string ToString() => Z85.Encode(_bytes);
}
