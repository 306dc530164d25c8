namespace ZeroRpc.Cli.Commands.Repl;

/// <summary>The line that is being edited, and the position of the cursor. Independent of the terminal.</summary>
internal sealed class EditBuffer
{
    public string Text { get; private set; } = "";

    public int Cursor { get; private set; }

    /// <summary>The text before the cursor.</summary>
    public string Before => Text[..Cursor];

    /// <summary>Replaces the line and moves the cursor to its end.</summary>
    public void Set(string text) => (Text, Cursor) = (text, text.Length);

    public void Insert(string text)
    {
        Text = Text.Insert(Cursor, text);
        Cursor += text.Length;
    }

    /// <summary>Handles an editing key as readline does. Returns false for any other key.</summary>
    public bool Handle(ConsoleKeyInfo key)
    {
        bool control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
        switch (key.Key)
        {
            case ConsoleKey.LeftArrow when control:
                Cursor = WordStart();
                break;
            case ConsoleKey.LeftArrow:
                Cursor = Previous();
                break;
            case ConsoleKey.RightArrow:
                Cursor = Next();
                break;
            case ConsoleKey.Home:
            case ConsoleKey.A when control:
                Cursor = 0;
                break;
            case ConsoleKey.End:
            case ConsoleKey.E when control:
                Cursor = Text.Length;
                break;
            case ConsoleKey.Backspace:
                Cut(Previous(), Cursor);
                break;
            case ConsoleKey.Delete:
            case ConsoleKey.D when control:
                Cut(Cursor, Next());
                break;
            case ConsoleKey.W when control:
                Cut(WordStart(), Cursor);
                break;
            case ConsoleKey.U when control:
                Cut(0, Cursor);
                break;
            case ConsoleKey.K when control:
                Cut(Cursor, Text.Length);
                break;
            default:
                return TryInsert(key.KeyChar);
        }

        return true;
    }

    private bool TryInsert(char character)
    {
        bool isText = character != '\0' && !char.IsControl(character);
        if (isText)
        {
            Insert(character.ToString());
        }

        return isText;
    }

    private void Cut(int from, int to)
    {
        Text = Text.Remove(from, to - from);
        Cursor = from;
    }

    // Surrogate pairs are not split.
    private int Previous() => Math.Max(Cursor - (Cursor > 1 && char.IsLowSurrogate(Text[Cursor - 1]) ? 2 : 1), 0);

    private int Next() => Math.Min(Cursor + (Cursor < Text.Length - 1 && char.IsHighSurrogate(Text[Cursor]) ? 2 : 1), Text.Length);

    private int WordStart()
    {
        int end = Before.TrimEnd().Length;
        return end == 0 ? 0 : Before.LastIndexOf(' ', end - 1) + 1;
    }
}
