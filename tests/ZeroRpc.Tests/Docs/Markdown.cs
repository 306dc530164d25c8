using System.Text.RegularExpressions;

namespace ZeroRpc.Tests.Docs;

/// <summary>
/// A document of the repository, as far as tests look into it: fenced blocks, with the name in the comment before them, and tables.
/// </summary>
internal sealed partial class Markdown
{
    private readonly string[] _lines;

    private Markdown(string text) => _lines = text.ReplaceLineEndings("\n").Split('\n');

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Reads a document by its path from <see cref="Root"/>.</summary>
    public static Markdown Read(string path) => new(File.ReadAllText(Path.Combine(Root, path)));

    /// <summary>The fenced blocks, in order.</summary>
    public IEnumerable<Block> Blocks()
    {
        for (int i = 0; i < _lines.Length; i++)
        {
            if (!_lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                continue;
            }

            int end = Array.IndexOf(_lines, "```", i + 1);
            string name = i > 0 ? Comment().Match(_lines[i - 1]).Groups["name"].Value : "";
            yield return new Block(name, _lines[i][3..], string.Join('\n', _lines[(i + 1)..end]));
            i = end;
        }
    }

    /// <summary>The block of a name.</summary>
    public string Block(string name) => Blocks().Single(block => block.Name == name).Text;

    /// <summary>The cells of the table whose first heading is <paramref name="heading"/>, headings and code marks left out.</summary>
    public string[][] Table(string heading)
    {
        int start = Array.FindIndex(_lines, line => line.StartsWith($"| {heading} |", StringComparison.Ordinal));
        Assert.True(start >= 0, $"There is no table that starts with '{heading}'.");
        return [.. _lines[(start + 2)..]
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Replace("`", "", StringComparison.Ordinal).Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))];
    }

    /// <summary>What links to headings name: as code hosts make it of each heading outside blocks.</summary>
    public IEnumerable<string> Anchors()
    {
        bool isText = true;
        foreach (string line in _lines)
        {
            isText ^= line.StartsWith("```", StringComparison.Ordinal);
            if (isText && line.StartsWith('#'))
            {
                yield return NotInAnchors().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');
            }
        }
    }

    /// <summary>What is typed at a shell in indented blocks, a <c>$</c> before it, with what it prints.</summary>
    public IEnumerable<ShownCommand> Commands()
    {
        const string Indentation = "    ";
        const string Prompt = Indentation + "$ ";
        for (int i = 0; i < _lines.Length; i++)
        {
            if (_lines[i].StartsWith(Prompt, StringComparison.Ordinal))
            {
                string[] printed = [.. _lines[(i + 1)..]
                    .TakeWhile(line => (line.Length == 0 || line.StartsWith(Indentation, StringComparison.Ordinal)) &&
                        !line.StartsWith(Prompt, StringComparison.Ordinal))
                    .Select(line => line.Length == 0 ? "" : line[Indentation.Length..])];
                yield return new ShownCommand(_lines[i][Prompt.Length..], string.Join('\n', printed).TrimEnd());
            }
        }
    }

    /// <summary>What stands in code marks within the text.</summary>
    public IEnumerable<string> InlineCode() => _lines
        .Where(line => !line.StartsWith("```", StringComparison.Ordinal))
        .SelectMany(line => Code().Matches(line))
        .Select(code => code.Groups[1].Value);

    [GeneratedRegex("^<!-- (snippet|frame|output): (?<name>.+) -->$")]
    private static partial Regex Comment();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchors();

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ZeroRpc.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("These tests read the repository's documents: run them inside it.");
    }
}

/// <summary>A fenced block.</summary>
/// <param name="Name">Its name, empty where no comment gives one.</param>
/// <param name="Language">What stands behind the fence.</param>
/// <param name="Text">What stands between the fences.</param>
internal sealed record Block(string Name, string Language, string Text);

/// <summary>A command as a document shows it.</summary>
/// <param name="Line">What is typed.</param>
/// <param name="Output">What is printed; a last line <c>…</c> stands for more of the kind.</param>
internal sealed record ShownCommand(string Line, string Output);
