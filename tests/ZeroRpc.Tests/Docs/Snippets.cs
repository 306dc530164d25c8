namespace ZeroRpc.Tests.Docs;

/// <summary>
/// The parts of compiled test code that documents show, between <c>// snippet: name</c> and <c>// end</c>. A test's own port or name stands
/// in <c>endpoint</c>, where the document shows an endpoint with port 4242.
/// </summary>
internal static class Snippets
{
    /// <summary>All snippets of the test projects, by name, without their common indentation.</summary>
    public static Dictionary<string, string> Read()
    {
        Dictionary<string, string> snippets = [];
        foreach (string project in (string[])["ZeroRpc.Tests", "ZeroRpc.InteropTests", "ZeroRpc.Hosting.Tests", "ZeroRpc.Gateway.Tests"])
        {
            foreach (string file in Directory.EnumerateFiles(Path.Combine(Markdown.Root, "tests", project, "Docs"), "*.cs"))
            {
                Collect(File.ReadAllLines(file), snippets);
            }
        }

        return snippets;
    }

    private static void Collect(string[] lines, Dictionary<string, string> snippets)
    {
        const string Begin = "// snippet: ";
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].TrimStart() is { } line && line.StartsWith(Begin, StringComparison.Ordinal))
            {
                string[] body = [.. lines[(i + 1)..].TakeWhile(each => each.Trim() != "// end")];
                snippets.Add(line[Begin.Length..], Unindent(body));
            }
        }
    }

    private static string Unindent(string[] lines)
    {
        int indentation = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length > 0 ? line[indentation..] : line));
    }
}
