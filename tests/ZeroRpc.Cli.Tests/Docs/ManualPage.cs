using System.Text;
using System.Text.RegularExpressions;

namespace ZeroRpc.Cli.Tests.Docs;

/// <summary>docs/cli.md as a manual page, in the man macros of roff. Sections about the project rather than the command are left out.</summary>
internal static partial class ManualPage
{
    private static readonly string[] _leftOut = ["START-UP"];

    /// <summary>Converts the page.</summary>
    public static string Convert(string markdown)
    {
        var page = new StringBuilder(".\\\" Written from docs/cli.md by a test (ManualPageTests).\n");
        bool isLeftOut = false;
        string previous = "";
        foreach (string line in markdown.ReplaceLineEndings("\n").Split('\n'))
        {
            isLeftOut = line.StartsWith("## ", StringComparison.Ordinal) ? _leftOut.Contains(line[3..]) : isLeftOut;
            if (!isLeftOut)
            {
                Append(page, line, previous);
            }

            previous = line;
        }

        return page.ToString().TrimEnd('\n') + "\n";
    }

    private static void Append(StringBuilder page, string line, string previous)
    {
        const string Indentation = "    ";
        bool isShown = line.StartsWith(Indentation, StringComparison.Ordinal);
        bool wasShown = previous.StartsWith(Indentation, StringComparison.Ordinal);
        if (wasShown && !isShown)
        {
            page.Append(".fi\n.RE\n");
        }

        if (isShown)
        {
            page.Append(wasShown ? "" : ".PP\n.RS 4\n.nf\n").Append(Text(line[Indentation.Length..])).Append('\n');
        }
        else if (line.StartsWith("# ", StringComparison.Ordinal))
        {
            page.Append(".TH ZERORPC\\-CS 1\n");
        }
        else if (Heading().Match(line) is { Success: true } heading)
        {
            page.Append(heading.Groups[1].Length == 2 ? ".SH " : ".SS ").Append(Text(heading.Groups[2].Value)).Append('\n');
        }
        else if (line.StartsWith('|'))
        {
            AppendRow(page, line, isHead: !previous.StartsWith('|'));
        }
        else if (line.Length > 0)
        {
            page.Append(previous.Length == 0 && !page.ToString().EndsWith("NAME\n", StringComparison.Ordinal) ? ".PP\n" : "")
                .Append(Paragraph(line)).Append('\n');
        }
    }

    /// <summary>A row of two cells is a term and what it means. The headings are told by the section.</summary>
    private static void AppendRow(StringBuilder page, string row, bool isHead)
    {
        string[] cells = row.Trim('|', ' ').Split(" | ");
        if (!isHead && !cells[0].StartsWith("---", StringComparison.Ordinal))
        {
            page.Append(".TP\n").Append(Paragraph(cells[0])).Append('\n').Append(Paragraph(cells.Length > 1 ? cells[1].Trim() : "")).Append('\n');
        }
    }

    private static string Paragraph(string markdown)
    {
        string text = Link().Replace(markdown, "$1");
        string[] parts = text.Split('`');
        return Guarded(string.Concat(parts.Select((part, index) => index % 2 == 0 ? Escaped(part) : $"\\fB{Escaped(part)}\\fR")));
    }

    private static string Text(string shown) => Guarded(Escaped(shown));

    private static string Escaped(string text) =>
        text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);

    /// <summary>A line that begins as a request of roff is text.</summary>
    private static string Guarded(string line) => line.StartsWith('.') || line.StartsWith('\'') ? "\\&" + line : line;

    [GeneratedRegex("^(###?) (.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)")]
    private static partial Regex Link();
}
