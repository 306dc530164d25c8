using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using ZeroRpc.Curve.Native;

namespace ZeroRpc.Curve.Handshake;

/// <summary>
/// Boxes the state that a server needs for INITIATE into the cookie in WELCOME, so that it keeps no state for a client that has only
/// sent HELLO. The nonce contains the number of the connection, so that a cookie is not valid on another connection: recorded commands
/// cannot be played again. Keys change every minute, and the one before still opens. Thread-safe.
/// </summary>
internal sealed class CookieKeys(Func<long> now, HandshakeRandom random) : IDisposable
{
    /// <summary>The length of a cookie.</summary>
    public const int Length = Nonce.LongLength + Sodium.MacLength + ContentLength;

    private const int ContentLength = 2 * Sodium.KeyLength;
    private const long LifetimeMilliseconds = 60_000;

    private readonly Lock _gate = new();
    private SecretBytes _current = NewKey(random);
    private SecretBytes? _previous;
    private long _changedAt = now();

    private static ReadOnlySpan<byte> Prefix => "COOKIE--"u8;

    /// <summary>Writes the cookie of a connection.</summary>
    public void Write(Span<byte> cookie, ulong connection, ReadOnlySpan<byte> clientKey, ReadOnlySpan<byte> secretKey)
    {
        Span<byte> rest = cookie[..Nonce.LongLength];
        BinaryPrimitives.WriteUInt64BigEndian(rest, connection);
        random.Fill(rest[sizeof(ulong)..]);
        Span<byte> nonce = stackalloc byte[Sodium.NonceLength];
        Nonce.Write(nonce, Prefix, rest);
        Span<byte> box = cookie[Nonce.LongLength..];
        clientKey.CopyTo(box[Sodium.MacLength..]);
        secretKey.CopyTo(box[(Sodium.MacLength + Sodium.KeyLength)..]);
        lock (_gate)
        {
            Change();
            Sodium.Seal(box, nonce, _current.Span);
        }
    }

    /// <summary>Reads the cookie of a connection. Returns false if the cookie was not issued for that connection, or is too old.</summary>
    public bool TryRead(ReadOnlySpan<byte> cookie, ulong connection, Span<byte> clientKey, Span<byte> secretKey)
    {
        Debug.Assert(cookie.Length == Length, "The caller cuts the cookie out.");
        if (BinaryPrimitives.ReadUInt64BigEndian(cookie) != connection)
        {
            return false;
        }

        Span<byte> nonce = stackalloc byte[Sodium.NonceLength];
        Nonce.Write(nonce, Prefix, cookie[..Nonce.LongLength]);
        Span<byte> box = stackalloc byte[Length - Nonce.LongLength];
        bool isOurs;
        lock (_gate)
        {
            Change();
            isOurs = TryOpen(cookie, box, nonce, _current) || (_previous is not null && TryOpen(cookie, box, nonce, _previous));
        }

        if (isOurs)
        {
            box.Slice(Sodium.MacLength, Sodium.KeyLength).CopyTo(clientKey);
            box[(Sodium.MacLength + Sodium.KeyLength)..].CopyTo(secretKey);
        }

        CryptographicOperations.ZeroMemory(box);
        return isOurs;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _current.Dispose();
            _previous?.Dispose();
        }
    }

    private static bool TryOpen(ReadOnlySpan<byte> cookie, Span<byte> box, ReadOnlySpan<byte> nonce, SecretBytes key)
    {
        cookie[Nonce.LongLength..].CopyTo(box);
        return Sodium.TryOpen(box, nonce, key.Span);
    }

    private static SecretBytes NewKey(HandshakeRandom random)
    {
        var key = new SecretBytes();
        random.Fill(key.Span);
        return key;
    }

    /// <summary>Under the gate.</summary>
    private void Change()
    {
        long age = now() - _changedAt;
        if (age >= LifetimeMilliseconds)
        {
            _previous?.Dispose();
            _previous = _current;
            if (age >= 2 * LifetimeMilliseconds)
            {
                _previous.Dispose(); // It was not used for so long that it has expired as well.
                _previous = null;
            }

            _current = NewKey(random);
            _changedAt = now();
        }
    }
}
