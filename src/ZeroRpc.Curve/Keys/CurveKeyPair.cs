using ZeroRpc.Curve.Keys;
using ZeroRpc.Curve.Native;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc;

/// <summary>
/// A public key and the secret key that belongs to it. The secret key is wiped on disposal, so dispose of the pair after the clients and
/// servers that use it; nothing shows it but <see cref="ExportSecretKey"/>. Thread-safe.
/// </summary>
public sealed class CurveKeyPair : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SecretBytes _secret;

    private CurveKeyPair(CurvePublicKey publicKey, SecretBytes secret)
    {
        PublicKey = publicKey;
        _secret = secret;
    }

    /// <summary>The public key, by which others know the owner of the pair.</summary>
    public CurvePublicKey PublicKey { get; }

    /// <summary>Creates a new pair.</summary>
    /// <returns>The pair.</returns>
    /// <exception cref="PlatformNotSupportedException">libsodium is not there, or not usable.</exception>
    public static CurveKeyPair Generate()
    {
        var secret = new SecretBytes();
        byte[] publicKey = new byte[Sodium.KeyLength];
        Sodium.NewKeyPair(publicKey, secret.Span);
        return new CurveKeyPair(CurvePublicKey.FromBytes(publicKey), secret);
    }

    /// <summary>Creates the pair of a secret key.</summary>
    /// <param name="secretKey">The 32 bytes of the secret key, which are copied.</param>
    /// <returns>The pair.</returns>
    /// <exception cref="ArgumentException">There are not 32 bytes.</exception>
    /// <exception cref="PlatformNotSupportedException">libsodium is not there, or not usable.</exception>
    public static CurveKeyPair FromSecretKey(ReadOnlySpan<byte> secretKey)
    {
        if (secretKey.Length != Sodium.KeyLength)
        {
            throw new ArgumentException($"A key has {Sodium.KeyLength} bytes; these are {secretKey.Length}.", nameof(secretKey));
        }

        var secret = new SecretBytes();
        secretKey.CopyTo(secret.Span);
        byte[] publicKey = new byte[Sodium.KeyLength];
        Sodium.PublicKeyOf(secret.Span, publicKey);
        return new CurveKeyPair(CurvePublicKey.FromBytes(publicKey), secret);
    }

    /// <summary>Creates the pair of a secret key in Z85, the form in configurations.</summary>
    /// <param name="secretKey">The 40 characters. A text cannot be wiped: a file or bytes keep the key to themselves better.</param>
    /// <returns>The pair.</returns>
    /// <exception cref="FormatException">The text is not a key; the message does not repeat it.</exception>
    /// <exception cref="PlatformNotSupportedException">libsodium is not there, or not usable.</exception>
    public static CurveKeyPair Parse(ReadOnlySpan<char> secretKey)
    {
        using var bytes = new SecretBytes();
        return Z85.TryDecode(secretKey, bytes.Span) ? FromSecretKey(bytes.Span) : throw KeyText.Wrong("secret", secretKey);
    }

    /// <summary>Reads a pair from a secret certificate as pyzmq makes them: its lines <c>public-key = "…"</c> and <c>secret-key = "…"</c>.</summary>
    /// <param name="path">The file, by pyzmq's habit <c>name.key_secret</c>.</param>
    /// <returns>The pair.</returns>
    /// <exception cref="FormatException">The file has no secret key, or its keys do not belong together.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="PlatformNotSupportedException">libsodium is not there, or not usable.</exception>
    public static CurveKeyPair Load(string path)
    {
        CertificateFile file = CertificateFile.Read(path);
        CurveKeyPair pair = file.RequireSecretKey(path);
        if (file.PublicKey is { } named && !named.Equals(pair.PublicKey))
        {
            pair.Dispose();
            throw new FormatException($"The keys in '{path}' do not belong together: the public key of its secret key is another.");
        }

        return pair;
    }

    /// <summary>Writes a secret certificate, which pyzmq can also read. Only the current user can read the file.</summary>
    /// <param name="path">The file; it must not exist.</param>
    /// <exception cref="IOException">The file exists or cannot be written.</exception>
    public void Save(string path) => CertificateFile.WriteSecret(path, this);

    /// <summary>Gives the secret key away as Z85 text, to be stored where only its owner reads it.</summary>
    /// <returns>The 40 characters.</returns>
    /// <exception cref="ObjectDisposedException">The pair is disposed of.</exception>
    public string ExportSecretKey()
    {
        lock (_gate)
        {
            return Z85.Encode(_secret.Span);
        }
    }

    /// <summary>Wipes the secret key.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _secret.Dispose();
        }
    }

    /// <summary>Names the pair by its public key.</summary>
    public override string ToString() => $"the key pair of {PublicKey}";

    /// <summary>The key that the pair shares with the owner of a public key; false when that is not one.</summary>
    /// <exception cref="PeerFault">The pair is disposed of: connections fail, and the socket goes on.</exception>
    internal bool TryShare(ReadOnlySpan<byte> publicKey, Span<byte> sharedKey)
    {
        lock (_gate)
        {
            return _secret.IsWiped
                ? throw new PeerFault($"the key pair of this side, {PublicKey}, is disposed of")
                : Sodium.TryShare(publicKey, _secret.Span, sharedKey);
        }
    }
}
