namespace ZeroRpc.Server.Binding.Documentation;

/// <summary>Cleans documentation text in the same way as Python's <c>inspect.cleandoc</c> cleans a docstring.</summary>
internal static class DocText
{
    private const string Tab = "        ";

    /// <summary>Removes the indentation that all lines but the first share, and empty lines at the start and end.</summary>
    public static string Clean(string doc)
    {
        string[] lines = doc.ReplaceLineEndings("\n").Replace("\t", Tab, StringComparison.Ordinal).Split('\n');
        int margin = lines.Skip(1).Where(line => !IsBlank(line)).Select(Indentation).DefaultIfEmpty(0).Min();
        IEnumerable<string> cleaned = lines.Select((line, index) =>
            IsBlank(line) ? "" : index == 0 ? line.TrimStart() : line[margin..]);
        return string.Join('\n', cleaned.SkipWhile(IsBlank).Reverse().SkipWhile(IsBlank).Reverse());
    }

    private static bool IsBlank(string line) => string.IsNullOrWhiteSpace(line);

    private static int Indentation(string line) => line.Length - line.TrimStart().Length;
}
