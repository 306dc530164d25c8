using System.Globalization;
using System.Text;

namespace ZeroRpc.Diagnostics;

/// <summary>
/// Text from the wire, made safe for a log, an exception's message and a terminal. A peer chooses its text: a line break would forge a log
/// entry, an escape sequence would drive the terminal, and a bidirectional control would show another text than the one that is there.
/// </summary>
internal static class PrintableText
{
    private const int LongestName = 100;
    private const char ZeroWidthNonJoiner = '\u200c';
    private const char ZeroWidthJoiner = '\u200d';

    /// <summary>Whether the text has nothing that <see cref="Escape(string)"/> would escape.</summary>
    public static bool IsPrintable(string text) => IndexOfUnprintable(text, keepLines: false) < 0;

    /// <summary>Escapes control and format characters as Python does, such as <c>\n</c>, <c>\x1b</c> and <c>\u202e</c>. The text is one line.</summary>
    public static string Escape(string text) => Escape(text, keepLines: false);

    /// <summary>Escapes a name, after it was shortened to 100 characters.</summary>
    public static string Name(string name) => Escape(name.Length <= LongestName ? name : $"{name.AsSpan(0, LongestName)}…");

    /// <summary>Escapes control and format characters but line feeds and tabs, for text that has lines, such as documentation.</summary>
    public static string EscapeLines(string text) => Escape(text.Replace("\r\n", "\n", StringComparison.Ordinal), keepLines: true);

    private static string Escape(string text, bool keepLines)
    {
        int first = IndexOfUnprintable(text, keepLines);
        if (first < 0)
        {
            return text;
        }

        var escaped = new StringBuilder(text, 0, first, text.Length + 16);
        for (int i = first; i < text.Length;)
        {
            (Rune rune, int length) = Next(text, i);
            if (IsPrintable(rune, text[i], keepLines))
            {
                escaped.Append(text, i, length);
            }
            else
            {
                AppendEscaped(escaped, length == 1 ? text[i] : rune.Value);
            }

            i += length;
        }

        return escaped.ToString();
    }

    private static int IndexOfUnprintable(string text, bool keepLines)
    {
        for (int i = 0; i < text.Length;)
        {
            (Rune rune, int length) = Next(text, i);
            if (!IsPrintable(rune, text[i], keepLines))
            {
                return i;
            }

            i += length;
        }

        return -1;
    }

    /// <summary>The character at a place. Half of a surrogate pair, which is none, is the replacement character.</summary>
    private static (Rune Rune, int Length) Next(string text, int place)
    {
        Rune.DecodeFromUtf16(text.AsSpan(place), out Rune rune, out int length);
        return (rune, length);
    }

    private static bool IsPrintable(Rune rune, char first, bool keepLines)
    {
        if (rune.Value is >= ' ' and <= '~' or ZeroWidthNonJoiner or ZeroWidthJoiner)
        {
            return true;
        }

        return first is '\n' or '\t'
            ? keepLines
            : (rune != Rune.ReplacementChar || first == '\ufffd') && Rune.GetUnicodeCategory(rune) is not (
                UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
    }

    private static void AppendEscaped(StringBuilder text, int code) => text.Append(code switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        <= 0xff => $"\\x{code:x2}",
        <= 0xffff => $"\\u{code:x4}",
        _ => $"\\U{code:x8}",
    });
}
