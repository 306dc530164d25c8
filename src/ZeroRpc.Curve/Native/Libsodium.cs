using System.Runtime.InteropServices;

namespace ZeroRpc.Curve.Native;

/// <summary>
/// The functions of libsodium that CURVE needs, as its headers declare them. <c>crypto_box</c> is X25519, XSalsa20 and Poly1305. Only
/// <see cref="Sodium"/> calls them, after it has checked the library and the lengths.
/// </summary>
internal static unsafe partial class Libsodium
{
    public const string Name = "libsodium";

    [LibraryImport(Name)]
    public static partial int sodium_init();

    [LibraryImport(Name)]
    public static partial nuint crypto_box_publickeybytes();

    [LibraryImport(Name)]
    public static partial nuint crypto_box_secretkeybytes();

    [LibraryImport(Name)]
    public static partial nuint crypto_box_beforenmbytes();

    [LibraryImport(Name)]
    public static partial nuint crypto_box_noncebytes();

    [LibraryImport(Name)]
    public static partial nuint crypto_box_macbytes();

    [LibraryImport(Name)]
    public static partial int crypto_box_keypair(byte* publicKey, byte* secretKey);

    [LibraryImport(Name)]
    public static partial int crypto_scalarmult_base(byte* publicKey, byte* secretKey);

    [LibraryImport(Name)]
    public static partial int crypto_box_beforenm(byte* sharedKey, byte* publicKey, byte* secretKey);

    [LibraryImport(Name)]
    public static partial int crypto_box_detached_afternm(
        byte* box, byte* mac, byte* message, ulong length, byte* nonce, byte* sharedKey);

    [LibraryImport(Name)]
    public static partial int crypto_box_open_detached_afternm(
        byte* message, byte* box, byte* mac, ulong length, byte* nonce, byte* sharedKey);
}
