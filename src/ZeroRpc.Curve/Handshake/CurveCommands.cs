using ZeroRpc.Curve.Native;

namespace ZeroRpc.Curve.Handshake;

/// <summary>
/// The commands of the handshake as RFC 26 lays them out, without their names: HELLO (client), WELCOME (server), INITIATE (client), READY
/// (server), or ERROR (server) in place of one of its own.
/// </summary>
internal static class CurveCommands
{
    /// <summary>The mechanism's name in the greeting.</summary>
    public const string Name = "CURVE";

    /// <summary>The reason in ERROR for a client that is not allowed: the status code of ZAP, as in libzmq.</summary>
    public static ReadOnlySpan<byte> NotAllowed => "400"u8;

    /// <summary>The reason in ERROR if the server could not decide.</summary>
    public static ReadOnlySpan<byte> NotDecided => "500"u8;

    /// <summary>Version, padding, the client's short-term key, nonce, and 64 zeros in a box from that key to the server's.</summary>
    public static class Hello
    {
        public const int ClientKeyAt = 2 + 72;
        public const int NonceAt = ClientKeyAt + Sodium.KeyLength;
        public const int BoxAt = NonceAt + Nonce.ShortLength;
        public const int Length = BoxAt + Sodium.MacLength + 64;

        public static ReadOnlySpan<byte> Version => [1, 0];

        public static ReadOnlySpan<byte> Prefix => "CurveZMQHELLO---"u8;
    }

    /// <summary>Nonce, and the server's short-term key and the cookie in a box from the server's key to the client's short-term one.</summary>
    public static class Welcome
    {
        public const int Length = Nonce.LongLength + Sodium.MacLength + Sodium.KeyLength + CookieKeys.Length;

        public static ReadOnlySpan<byte> Prefix => "WELCOME-"u8;
    }

    /// <summary>Cookie, nonce, and the client's key, the vouch and the metadata in a box between the short-term keys.</summary>
    public static class Initiate
    {
        public const int NonceAt = CookieKeys.Length;
        public const int BoxAt = NonceAt + Nonce.ShortLength;
        public const int MinLength = BoxAt + Sodium.MacLength + Sodium.KeyLength + Vouch.Length;

        public static ReadOnlySpan<byte> Prefix => "CurveZMQINITIATE"u8;
    }

    /// <summary>Nonce, and the client's short-term key and the server's key in a box from the client's key to the server's short-term one.</summary>
    public static class Vouch
    {
        public const int Length = Nonce.LongLength + Sodium.MacLength + (2 * Sodium.KeyLength);

        public static ReadOnlySpan<byte> Prefix => "VOUCH---"u8;
    }

    /// <summary>Nonce, and the metadata in a box between the short-term keys.</summary>
    public static class Ready
    {
        public const int MinLength = Nonce.ShortLength + Sodium.MacLength;

        public static ReadOnlySpan<byte> Prefix => "CurveZMQREADY---"u8;
    }
}
