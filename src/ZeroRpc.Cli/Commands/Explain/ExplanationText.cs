using System.Text;
using ZeroRpc.Diagnostics;

namespace ZeroRpc.Cli.Commands.Explain;

/// <summary>Prints an explanation, one step per line, wrapped at 80 columns.</summary>
/// <param name="output">The output.</param>
internal sealed class ExplanationText(TextWriter output)
{
    private const int Indent = 9;
    private const int Width = 80;

    /// <summary>Prints a successful step. There is no exit code yet.</summary>
    public int? Good(string found)
    {
        Write("ok", found);
        return null;
    }

    /// <summary>Prints a skipped step.</summary>
    public void Skipped(string why) => Write("skipped", why);

    /// <summary>Prints a step that found a problem, and what to change. Returns the exit code.</summary>
    public int Trouble(int exitCode, string found, string advice)
    {
        Write("trouble", found);
        Write("", advice);
        return exitCode;
    }

    private void Write(string head, string text)
    {
        var line = new StringBuilder(head.PadRight(Indent - 1));
        foreach (string word in PrintableText.Escape(text).Split(' '))
        {
            if (line.Length + 1 + word.Length > Width)
            {
                output.WriteLine(line);
                line.Clear().Append(' ', Indent - 1);
            }

            line.Append(' ').Append(word);
        }

        output.WriteLine(line);
    }
}
