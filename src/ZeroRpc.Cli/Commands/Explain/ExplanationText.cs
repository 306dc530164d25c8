using System.Text;
using ZeroRpc.Diagnostics;

namespace ZeroRpc.Cli.Commands.Explain;

/// <summary>The lines of an explanation, a step each, broken at 80 columns.</summary>
/// <param name="output">Where they go.</param>
internal sealed class ExplanationText(TextWriter output)
{
    private const int Indent = 9;
    private const int Width = 80;

    /// <summary>A step went well: there is no exit code yet.</summary>
    public int? Good(string found)
    {
        Write("ok", found);
        return null;
    }

    /// <summary>A step was left out.</summary>
    public void Skipped(string why) => Write("skipped", why);

    /// <summary>A step found the trouble: what to change, and the exit code.</summary>
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
