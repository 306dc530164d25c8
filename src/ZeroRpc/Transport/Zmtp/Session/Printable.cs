using System.Text;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>Converts bytes that a peer sent to text for a log line: printable ASCII of limited length.</summary>
internal static class Printable
{
    private const int Longest = 100;

    /// <summary>Returns the bytes as text. Other characters are replaced by question marks.</summary>
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
