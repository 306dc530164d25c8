using System.Collections;
using System.Text;

namespace ZeroRpc.Cli.Values;

/// <summary>
/// Formats a value as Python's <c>pprint</c> does at 80 columns: on one line if it fits; otherwise lists and dicts with one item per line,
/// and long strings and bytes in pieces.
/// </summary>
internal sealed class PrettyPrinter
{
    private const int Width = 80;
    private readonly StringBuilder _text = new();

    private PrettyPrinter()
    {
    }

    /// <summary>Returns the value as text without a final line break.</summary>
    public static string Print(object? value)
    {
        var printer = new PrettyPrinter();
        printer.Write(value, indent: 0, allowance: 0, isTop: true);
        return printer._text.ToString();
    }

    /// <summary>
    /// Writes a value that starts at column <paramref name="indent"/> and is followed by <paramref name="allowance"/> characters.
    /// </summary>
    private void Write(object? value, int indent, int allowance, bool isTop)
    {
        string line = PythonRepr.Of(value);
        if (PythonText.Length(line) <= Width - indent - allowance)
        {
            _text.Append(line);
            return;
        }

        switch (value)
        {
            case object?[] items:
                WriteItems(items, indent + 1, allowance + 1);
                break;
            case IDictionary map:
                WriteEntries([.. PythonRepr.Entries(map)], indent + 1, allowance + 1);
                break;
            case string { Length: > 0 } text:
                WritePieces(text, line, indent, allowance, isTop);
                break;
            case byte[] { Length: > 4 } bytes:
                WritePieces(bytes, indent, allowance, isTop);
                break;
            default:
                _text.Append(line);
                break;
        }
    }

    private void WriteItems(object?[] items, int indent, int allowance)
    {
        _text.Append('[');
        for (int i = 0; i < items.Length; i++)
        {
            bool isLast = i == items.Length - 1;
            Write(items[i], indent, isLast ? allowance : 1, isTop: false);
            AppendSeparator(isLast, indent);
        }

        _text.Append(']');
    }

    private void WriteEntries(DictionaryEntry[] entries, int indent, int allowance)
    {
        _text.Append('{');
        for (int i = 0; i < entries.Length; i++)
        {
            bool isLast = i == entries.Length - 1;
            string key = PythonRepr.Of(entries[i].Key);
            _text.Append(key).Append(": ");
            Write(entries[i].Value, indent + PythonText.Length(key) + 2, isLast ? allowance : 1, isTop: false);
            AppendSeparator(isLast, indent);
        }

        _text.Append('}');
    }

    private void AppendSeparator(bool isLast, int indent)
    {
        if (!isLast)
        {
            AppendLine(",", indent);
        }
    }

    private void WritePieces(string text, string whole, int indent, int allowance, bool isTop)
    {
        (indent, allowance) = isTop ? (indent + 1, allowance + 1) : (indent, allowance);
        List<string> pieces = StringPieces.Of(text, Width - indent, allowance);
        if (pieces.Count == 1)
        {
            _text.Append(whole);
            return;
        }

        WritePieces(pieces, indent, isTop);
    }

    private void WritePieces(byte[] bytes, int indent, int allowance, bool isTop)
    {
        (indent, allowance) = isTop ? (indent + 1, allowance + 1) : (indent, allowance);
        WritePieces(StringPieces.Of(bytes, Width - indent, allowance), indent, isTop);
    }

    private void WritePieces(List<string> pieces, int indent, bool inParentheses)
    {
        _text.Append(inParentheses ? "(" : "");
        for (int i = 0; i < pieces.Count; i++)
        {
            _text.Append(pieces[i]);
            if (i < pieces.Count - 1)
            {
                AppendLine("", indent);
            }
        }

        _text.Append(inParentheses ? ")" : "");
    }

    private void AppendLine(string end, int indent) => _text.Append(end).Append('\n').Append(' ', indent);
}
