using System.Text;
using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.Commands.Repl;

/// <summary>One word of a line.</summary>
/// <param name="Text">The text of the word without single quotes.</param>
/// <param name="IsQuoted">Whether the word started with a quote. It is then a string, whatever it looks like.</param>
internal readonly record struct LineWord(string Text, bool IsQuoted);

/// <summary>
/// Splits a line into words at spaces, but not inside quotes, brackets or braces, so that JSON needs no further quoting. Single quotes
/// enclose a string without escapes. Double quotes enclose a JSON string and are kept.
/// </summary>
internal static class LineWords
{
    /// <summary>Splits a line into words.</summary>
    /// <exception cref="CommandFailure">A quote or a bracket is not closed.</exception>
    public static IReadOnlyList<LineWord> Split(string line)
    {
        List<LineWord> words = [];
        int place = 0;
        while (true)
        {
            while (place < line.Length && char.IsWhiteSpace(line[place]))
            {
                place++;
            }

            if (place == line.Length)
            {
                return words;
            }

            words.Add(line[place] == '\'' ? TakeQuoted(line, ref place) : new LineWord(TakePlain(line, ref place), IsQuoted: false));
        }
    }

    private static LineWord TakeQuoted(string line, ref int place)
    {
        int end = line.IndexOf('\'', place + 1);
        if (end < 0)
        {
            throw CommandFailure.Usage($"the quote at column {place + 1} is not closed: end the string with '.");
        }

        string text = line[(place + 1)..end];
        place = end + 1;
        return new LineWord(text, IsQuoted: true);
    }

    private static string TakePlain(string line, ref int place)
    {
        var word = new StringBuilder();
        int start = place;
        int depth = 0;
        bool inString = false;
        for (; place < line.Length && (depth > 0 || inString || !char.IsWhiteSpace(line[place])); place++)
        {
            char c = line[place];
            word.Append(c);
            if (inString && c == '\\' && place + 1 < line.Length)
            {
                word.Append(line[++place]);
            }
            else if (c == '"')
            {
                inString = !inString;
            }
            else if (!inString)
            {
                depth += c is '[' or '{' ? 1 : c is ']' or '}' ? -1 : 0;
            }
        }

        return inString || depth > 0
            ? throw CommandFailure.Usage($"what begins at column {start + 1} is not closed: a \", ] or }} is missing.")
            : word.ToString();
    }
}
