namespace ZeroRpc.Server.Binding.Documentation;

/// <summary>Cleans documentation as Python's <c>inspect.cleandoc</c> cleans a docstring, so that both read alike.</summary>
internal static class DocText
{
    private const string Tab = "        ";

    /// <summary>Takes away the indentation that all lines but the first have in common, and empty lines before and after.</summary>
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
