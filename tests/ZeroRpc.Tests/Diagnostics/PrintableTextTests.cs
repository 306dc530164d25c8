using ZeroRpc.Diagnostics;

namespace ZeroRpc.Tests.Diagnostics;

/// <summary>Text from the wire in logs, messages and terminals.</summary>
public sealed class PrintableTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("add_42", "add_42")]
    [InlineData("zażółć ☃ 日本 🙂 a\\b", "zażółć ☃ 日本 🙂 a\\b")]
    [InlineData("می\u200cخواهم 👩\u200d💻", "می\u200cخواهم 👩\u200d💻")]
    [InlineData("a\nCritical: b\r\n", "a\\nCritical: b\\r\\n")]
    [InlineData("\u001b[31mred\u001b]0;title\a", "\\x1b[31mred\\x1b]0;title\\x07")]
    [InlineData("\u0000\u007f\u0085\u009b", "\\x00\\x7f\\x85\\x9b")]
    [InlineData("a\u202eb\u2066c\u200ed\ufeff", "a\\u202eb\\u2066c\\u200ed\\ufeff")]
    [InlineData("a\u2028b\u2029c\td", "a\\u2028b\\u2029c\\td")]
    [InlineData("tag \U000e0041", "tag \\U000e0041")]
    public void What_would_not_stay_on_its_line_or_drives_the_terminal_is_escaped(string text, string escaped)
    {
        Assert.Equal(escaped, PrintableText.Escape(text));
        Assert.Equal(text == escaped, PrintableText.IsPrintable(text));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_escaped() =>
        Assert.Equal("a\\ud83db\\ude42 \ufffd", PrintableText.Escape("a" + (char)0xd83d + "b" + (char)0xde42 + " \ufffd"));

    [Fact]
    public void Lines_and_tabs_of_a_text_with_lines_stay() =>
        Assert.Equal("a\n\tb\nc\\rd\\x1b", PrintableText.EscapeLines("a\n\tb\r\nc\rd\u001b"));

    [Fact]
    public void Text_without_such_characters_is_the_same_object()
    {
        string text = new('x', 3);

        Assert.Same(text, PrintableText.Escape(text));
    }
}
