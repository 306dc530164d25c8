using System.Text;

namespace ZeroRpc.Cli.Commands.Repl;

/// <summary>
/// Reads lines from a terminal, with history and completion. A line that is wider than the terminal scrolls horizontally.
/// </summary>
internal sealed class LineReader(string prompt, LineHistory history, MethodNames names, KeySource keys)
{
    private readonly EditBuffer _buffer = new();

    /// <summary>Returns the next line. Null at Ctrl-D.</summary>
    public string? Read()
    {
        _buffer.Set("");
        while (true)
        {
            Draw();
            ConsoleKeyInfo key = keys.Read();
            bool control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    Console.Write(Environment.NewLine);
                    history.Add(_buffer.Text);
                    return _buffer.Text;
                case ConsoleKey.D when control && _buffer.Text.Length == 0:
                    Console.Write(Environment.NewLine);
                    return null;
                case ConsoleKey.C when control:
                    Console.Write("^C" + Environment.NewLine);
                    _buffer.Set("");
                    break;
                case ConsoleKey.L when control:
                    Console.Clear();
                    break;
                case ConsoleKey.UpArrow:
                    _buffer.Set(history.Older(_buffer.Text) ?? _buffer.Text);
                    break;
                case ConsoleKey.DownArrow:
                    _buffer.Set(history.Newer() ?? _buffer.Text);
                    break;
                case ConsoleKey.Tab:
                    Complete();
                    break;
                default:
                    _buffer.Handle(key);
                    break;
            }
        }
    }

    private void Complete()
    {
        (string word, IReadOnlyList<string> candidates) = names.Complete(_buffer.Before);
        if (candidates.Count == 0)
        {
            return;
        }

        string rest = MethodNames.CommonStart(candidates)[word.Length..];
        _buffer.Insert(candidates.Count == 1 ? rest + " " : rest);
        if (candidates.Count > 1 && rest.Length == 0)
        {
            Console.Write(Environment.NewLine + Columns(candidates));
        }
    }

    private static string Columns(IReadOnlyList<string> names)
    {
        int column = names.Max(name => name.Length) + 2;
        int columns = Math.Max(Console.WindowWidth / column, 1);
        var text = new StringBuilder();
        for (int i = 0; i < names.Count; i++)
        {
            bool ends = i % columns == columns - 1 || i == names.Count - 1;
            text.Append(ends ? names[i] + Environment.NewLine : names[i].PadRight(column));
        }

        return text.ToString();
    }

    private void Draw()
    {
        int room = Math.Max(Console.WindowWidth - prompt.Length - 1, 10);
        int start = Math.Max(_buffer.Cursor - room, 0);
        string visible = _buffer.Text.Substring(start, Math.Min(room, _buffer.Text.Length - start));
        Console.Write($"\r\e[K{prompt}{visible}\r\e[{prompt.Length + _buffer.Cursor - start}C");
    }
}
