using System.Text;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// The greeting of 64 bytes with which each side starts (ZeroMQ RFC 37): signature, version, name of the mechanism, and whether the side is
/// the server of the mechanism. It can arrive in parts: libzmq sends ten bytes first, then the rest.
/// </summary>
internal static class Greeting
{
    /// <summary>The length of a greeting.</summary>
    public const int Length = 64;

    /// <summary>The length of the signature, with which it begins.</summary>
    public const int SignatureLength = 10;

    private const int SignatureEnd = 9;
    private const int Major = 10;
    private const int Minor = 11;
    private const int MechanismStart = 12;
    private const int MechanismLength = 20;
    private const int AsServer = 32;

    /// <summary>Returns the greeting of this side, for version 3.1.</summary>
    public static byte[] Of(string mechanism, bool isServer)
    {
        byte[] greeting = new byte[Length];
        greeting[0] = 0xFF;
        greeting[SignatureEnd] = 0x7F;
        greeting[Major] = 3;
        greeting[Minor] = 1;
        Encoding.ASCII.GetBytes(mechanism, greeting.AsSpan(MechanismStart, MechanismLength));
        greeting[AsServer] = isServer ? (byte)1 : (byte)0;
        return greeting;
    }

    /// <summary>
    /// Returns true if the greeting is that of the mechanism's server. A server of libzmq does not state this; its greeting contains 0.
    /// </summary>
    public static bool IsServer(ReadOnlySpan<byte> greeting) => greeting[AsServer] == 1;

    /// <summary>Returns true if the greeting states ZMTP 3.1 or later.</summary>
    public static bool IsOf31(ReadOnlySpan<byte> greeting) => greeting[Major] > 3 || greeting[Minor] > 0;

    /// <summary>Reads the received part of a peer's greeting. A greeting that cannot be valid is rejected before it is complete.</summary>
    /// <returns>Whether the greeting is complete.</returns>
    /// <exception cref="PeerFault">The bytes are not a greeting, or the peer is not supported.</exception>
    public static bool TryRead(ReadOnlySpan<byte> greeting, string mechanism)
    {
        if (greeting is [not 0xFF, ..])
        {
            throw new PeerFault("it does not speak ZMTP 2 or later (its first byte is no signature)");
        }

        if (greeting.Length > SignatureEnd && (greeting[SignatureEnd] & 1) == 0)
        {
            throw new PeerFault("it speaks ZMTP 1, which is too old: version 3 is needed (libzmq 4 or later)");
        }

        if (greeting.Length > Major && greeting[Major] < 3)
        {
            throw new PeerFault($"it speaks ZMTP {(greeting[Major] == 0 ? 1 : 2)}, which is too old: version 3 is needed (libzmq 4 or later)");
        }

        if (greeting.Length < Length)
        {
            return false;
        }

        ReadOnlySpan<byte> theirs = greeting.Slice(MechanismStart, MechanismLength).TrimEnd((byte)0);
        if (!Ascii.Equals(theirs, mechanism))
        {
            throw new PeerFault($"it wants the security mechanism '{Printable.Of(theirs)}', and this side has '{mechanism}'") { IsRefusal = true };
        }

        return true;
    }
}
