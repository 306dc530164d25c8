using System.Globalization;
using System.Text;

namespace ZeroRpc.Cli.Values;

/// <summary>
/// Quotes strings and bytes as Python's <c>repr</c> does, and splits text at the line breaks and spaces that Python recognizes.
/// </summary>
internal static class PythonText
{
    private const string HexDigits = "0123456789abcdef";

    /// <summary>Quotes a string. Characters that Python does not consider printable are escaped.</summary>
    public static string Repr(string text)
    {
        char quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        var quoted = new StringBuilder(text.Length + 2).Append(quote);
        foreach (Rune rune in text.EnumerateRunes())
        {
            AppendRune(quoted, rune, quote);
        }

        return quoted.Append(quote).ToString();
    }

    /// <summary>Formats bytes as <c>b'…'</c>.</summary>
    public static string Repr(ReadOnlySpan<byte> bytes)
    {
        char quote = bytes.Contains((byte)'\'') && !bytes.Contains((byte)'"') ? '"' : '\'';
        var quoted = new StringBuilder(bytes.Length + 3).Append('b').Append(quote);
        foreach (byte one in bytes)
        {
            if (!TryAppendShort(quoted, one, quote))
            {
                AppendHex(quoted.Append("\\x"), one, 2);
            }
        }

        return quoted.Append(quote).ToString();
    }

    /// <summary>Returns the length as Python counts it, in code points.</summary>
    public static int Length(string text)
    {
        int length = text.Length;
        foreach (char unit in text)
        {
            length -= char.IsLowSurrogate(unit) ? 1 : 0;
        }

        return length;
    }

    /// <summary>Splits a text into lines with their line breaks, like <c>str.splitlines</c>.</summary>
    public static IEnumerable<string> Lines(string text)
    {
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            bool isPair = text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n';
            if (IsLineEnd(text[i]) && !isPair)
            {
                yield return text[start..(i + 1)];
                start = i + 1;
            }
        }

        if (start < text.Length)
        {
            yield return text[start..];
        }
    }

    /// <summary>Splits a line into words, each with the space that follows it.</summary>
    public static IEnumerable<string> Words(string line)
    {
        int start = 0;
        for (int i = 1; i < line.Length; i++)
        {
            if (IsSpace(line[i - 1]) && !IsSpace(line[i]))
            {
                yield return line[start..i];
                start = i;
            }
        }

        yield return line[start..];
    }

    private static bool IsLineEnd(char c) => c is (>= '\n' and <= '\r') or (>= '\x1c' and <= '\x1e') or '\x85' or '\u2028' or '\u2029';

    private static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\x1c' and <= '\x1f';

    private static void AppendRune(StringBuilder quoted, Rune rune, char quote)
    {
        if (TryAppendShort(quoted, rune.Value, quote))
        {
            return;
        }

        if (rune.Value > 0x7f && IsPrintable(rune))
        {
            quoted.Append(rune.ToString());
            return;
        }

        (char letter, int digits) = rune.Value switch
        {
            <= 0xff => ('x', 2),
            <= 0xffff => ('u', 4),
            _ => ('U', 8),
        };
        AppendHex(quoted.Append('\\').Append(letter), rune.Value, digits);
    }

    private static bool TryAppendShort(StringBuilder quoted, int code, char quote)
    {
        if (code == quote || code == '\\')
        {
            quoted.Append('\\').Append((char)code);
            return true;
        }

        if (code is >= ' ' and <= '~')
        {
            quoted.Append((char)code);
            return true;
        }

        string? shorthand = code switch
        {
            '\t' => "\\t",
            '\n' => "\\n",
            '\r' => "\\r",
            _ => null,
        };
        quoted.Append(shorthand);
        return shorthand is not null;
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or
        UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or
        UnicodeCategory.SpaceSeparator);

    private static void AppendHex(StringBuilder text, int value, int digits)
    {
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        {
            text.Append(HexDigits[(value >> shift) & 15]);
        }
    }
}
