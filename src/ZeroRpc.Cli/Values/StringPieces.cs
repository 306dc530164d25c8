namespace ZeroRpc.Cli.Values;

/// <summary>
/// Splits strings and bytes that do not fit, as <c>pprint</c> does: strings after lines and words, bytes after every fourth byte.
/// </summary>
internal static class StringPieces
{
    private const int BytesTogether = 4;

    /// <summary>Returns the quoted pieces of a string.</summary>
    /// <param name="text">The string.</param>
    /// <param name="width">The number of columns of a piece.</param>
    /// <param name="allowance">The number of columns by which the last piece must be shorter.</param>
    public static List<string> Of(string text, int width, int allowance)
    {
        List<string> pieces = [];
        string[] lines = [.. PythonText.Lines(text)];
        for (int i = 0; i < lines.Length; i++)
        {
            int lastAllowance = i == lines.Length - 1 ? allowance : 0;
            string whole = PythonText.Repr(lines[i]);
            if (PythonText.Length(whole) <= width - lastAllowance)
            {
                pieces.Add(whole);
            }
            else
            {
                AddWords(pieces, [.. PythonText.Words(lines[i])], width, lastAllowance);
            }
        }

        return pieces;
    }

    /// <summary>Returns the quoted pieces of bytes, like <see cref="Of(string, int, int)"/>.</summary>
    public static List<string> Of(byte[] bytes, int width, int allowance)
    {
        List<string> pieces = [];
        int start = 0;
        for (int i = 0; i < bytes.Length; i += BytesTogether)
        {
            int end = Math.Min(i + BytesTogether, bytes.Length);
            bool isLast = i == bytes.Length / BytesTogether * BytesTogether;
            if (PythonText.Repr(bytes.AsSpan(start..end)).Length > width - (isLast ? allowance : 0) && i > start)
            {
                pieces.Add(PythonText.Repr(bytes.AsSpan(start..i)));
                start = i;
            }
        }

        pieces.Add(PythonText.Repr(bytes.AsSpan(start)));
        return pieces;
    }

    private static void AddWords(List<string> pieces, string[] words, int width, int lastAllowance)
    {
        string current = "";
        for (int i = 0; i < words.Length; i++)
        {
            string candidate = current + words[i];
            int room = width - (i == words.Length - 1 ? lastAllowance : 0);
            if (PythonText.Length(PythonText.Repr(candidate)) > room)
            {
                AddUnlessEmpty(pieces, current);
                candidate = words[i];
            }

            current = candidate;
        }

        AddUnlessEmpty(pieces, current);
    }

    private static void AddUnlessEmpty(List<string> pieces, string piece)
    {
        if (piece.Length > 0)
        {
            pieces.Add(PythonText.Repr(piece));
        }
    }
}
