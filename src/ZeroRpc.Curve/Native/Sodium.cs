using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ZeroRpc.Curve.Native;

/// <summary>libsodium's boxes, with their lengths checked. The library itself is checked before its first use. Thread-safe.</summary>
internal static unsafe class Sodium
{
    /// <summary>The length of every key: public, secret and shared.</summary>
    public const int KeyLength = 32;

    /// <summary>The length of a nonce.</summary>
    public const int NonceLength = 24;

    /// <summary>The number of bytes that a box adds, in front of its content.</summary>
    public const int MacLength = 16;

    private static readonly string[] Exports =
    [
        nameof(Libsodium.crypto_box_keypair), nameof(Libsodium.crypto_scalarmult_base), nameof(Libsodium.crypto_box_beforenm),
        nameof(Libsodium.crypto_box_detached_afternm), nameof(Libsodium.crypto_box_open_detached_afternm),
    ];

    private static readonly Lazy<string?> Problem = new(Examine);

    /// <summary>Checks that libsodium is present and has the version for which this package was built.</summary>
    /// <exception cref="PlatformNotSupportedException">It is not; the message says why, and which systems have it.</exception>
    public static void EnsureUsable()
    {
        if (Problem.Value is { } problem)
        {
            throw new PlatformNotSupportedException(
                $"CURVE needs libsodium, whose package covers Linux (glibc and musl: x64, arm64, arm), macOS (x64, arm64) and Windows " +
                $"(x64, x86, arm64). Here, on {RuntimeInformation.RuntimeIdentifier}, {problem}");
        }
    }

    /// <summary>Creates a new key pair.</summary>
    public static void NewKeyPair(Span<byte> publicKey, Span<byte> secretKey)
    {
        EnsureUsable();
        CheckLength(publicKey, KeyLength);
        CheckLength(secretKey, KeyLength);
        fixed (byte* p = publicKey, s = secretKey)
        {
            CheckResult(Libsodium.crypto_box_keypair(p, s));
        }
    }

    /// <summary>The public key of a secret one.</summary>
    public static void PublicKeyOf(ReadOnlySpan<byte> secretKey, Span<byte> publicKey)
    {
        EnsureUsable();
        CheckLength(secretKey, KeyLength);
        CheckLength(publicKey, KeyLength);
        fixed (byte* p = publicKey, s = secretKey)
        {
            CheckResult(Libsodium.crypto_scalarmult_base(p, s));
        }
    }

    /// <summary>The key that both owners of key pairs share; false when the public key is not one.</summary>
    public static bool TryShare(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> secretKey, Span<byte> sharedKey)
    {
        EnsureUsable();
        CheckLength(publicKey, KeyLength);
        CheckLength(secretKey, KeyLength);
        CheckLength(sharedKey, KeyLength);
        fixed (byte* k = sharedKey, p = publicKey, s = secretKey)
        {
            return Libsodium.crypto_box_beforenm(k, p, s) == 0;
        }
    }

    /// <summary>Boxes in place: the message follows the room for the authenticator.</summary>
    public static void Seal(Span<byte> box, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sharedKey)
    {
        CheckBox(box, nonce, sharedKey);
        fixed (byte* b = box, n = nonce, k = sharedKey)
        {
            byte* message = b + MacLength;
            CheckResult(Libsodium.crypto_box_detached_afternm(message, b, message, (ulong)(box.Length - MacLength), n, k));
        }
    }

    /// <summary>Opens in place: the message then follows the authenticator. Returns false if the box is not authentic.</summary>
    public static bool TryOpen(Span<byte> box, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sharedKey)
    {
        CheckBox(box, nonce, sharedKey);
        fixed (byte* b = box, n = nonce, k = sharedKey)
        {
            byte* message = b + MacLength;
            return Libsodium.crypto_box_open_detached_afternm(message, message, b, (ulong)(box.Length - MacLength), n, k) == 0;
        }
    }

    private static void CheckBox(ReadOnlySpan<byte> box, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sharedKey)
    {
        if (box.Length < MacLength)
        {
            throw new UnreachableException($"A box of {box.Length} bytes has no room for its authenticator.");
        }

        CheckLength(nonce, NonceLength);
        CheckLength(sharedKey, KeyLength);
    }

    // Native code reads and writes this many bytes, whatever it is given.
    private static void CheckLength(ReadOnlySpan<byte> bytes, int length)
    {
        if (bytes.Length != length)
        {
            throw new UnreachableException($"{bytes.Length} bytes where libsodium takes {length}.");
        }
    }

    private static void CheckResult(int result)
    {
        if (result != 0)
        {
            throw new UnreachableException("libsodium failed where it cannot.");
        }
    }

    private static string? Examine()
    {
        try
        {
            return ProblemOf(NativeLibrary.Load(Libsodium.Name, typeof(Libsodium).Assembly, searchPath: null));
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            return $"it cannot be loaded: {exception.Message}";
        }
    }

    private static string? ProblemOf(nint library)
    {
        if (Array.Find(Exports, export => !NativeLibrary.TryGetExport(library, export, out _)) is { } missing)
        {
            return $"the libsodium that was found has no function {missing}.";
        }

        if (Libsodium.sodium_init() < 0)
        {
            return "libsodium could not be initialized.";
        }

        (nuint Length, int Expected)[] lengths =
        [
            (Libsodium.crypto_box_publickeybytes(), KeyLength), (Libsodium.crypto_box_secretkeybytes(), KeyLength),
            (Libsodium.crypto_box_beforenmbytes(), KeyLength), (Libsodium.crypto_box_noncebytes(), NonceLength),
            (Libsodium.crypto_box_macbytes(), MacLength),
        ];
        return Array.TrueForAll(lengths, length => length.Length == (nuint)length.Expected)
            ? null
            : "the libsodium that was found has keys, nonces or authenticators of other lengths.";
    }
}
