using ZeroRpc.Curve.Native;

namespace ZeroRpc.Curve.Keys;

/// <summary>Describes a text that is not a key. Never contains the text itself, which can be a secret.</summary>
internal static class KeyText
{
    /// <summary>The number of characters of a key in Z85.</summary>
    public const int Length = Sodium.KeyLength / 4 * 5;

    /// <summary>The exception for a text that is not a key.</summary>
    public static FormatException Wrong(string kind, ReadOnlySpan<char> text) => new(
        $"The {kind} key is not one in Z85: " + (text.Length == Length
            ? "it has characters that Z85 does not use."
            : $"it has {text.Length} characters where {Length} are needed."));
}
