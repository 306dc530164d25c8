using System.Text;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>What a peer sent, fit for a log line: nothing but printable ASCII, and not long.</summary>
internal static class Printable
{
    private const int Longest = 100;

    /// <summary>The bytes as text, other characters as question marks.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (byte b in bytes[..Math.Min(bytes.Length, Longest)])
        {
            text.Append(b is >= 0x20 and < 0x7F ? (char)b : '?');
        }

        return bytes.Length > Longest ? text.Append('…').ToString() : text.ToString();
    }
}
