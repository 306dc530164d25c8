using ZeroRpc.Cli.Values;

namespace ZeroRpc.Cli.Tests.Values;

/// <summary>What Python's <c>pprint</c> prints, asserted from what Python 3.11 printed.</summary>
public sealed class PrettyPrinterTests
{
    private static readonly object?[] _words = [.. Enumerable.Repeat("word", 12)];

    public static TheoryData<object?, string> Scalars => new()
    {
        { null, "None" },
        { true, "True" },
        { false, "False" },
        { 42L, "42" },
        { ulong.MaxValue, "18446744073709551615" },
        { 1.0, "1.0" },
        { 0.1, "0.1" },
        { -0.0, "-0.0" },
        { 1e16, "1e+16" },
        { 9999999999999998.0, "9999999999999998.0" },
        { 0.0001, "0.0001" },
        { 0.00001, "1e-05" },
        { 1e-7, "1e-07" },
        { 1e23, "1e+23" },
        { 5e-324, "5e-324" },
        { 120.0, "120.0" },
        { 1.5e300, "1.5e+300" },
        { double.NaN, "nan" },
        { double.NegativeInfinity, "-inf" },
        { "plain", "'plain'" },
        { "it's", "\"it's\"" },
        { "both ' and \"", "'both \\' and \"'" },
        { "\n\t\\\0\u007f\u200b☃😀", "'\\n\\t\\\\\\x00\\x7f\\u200b☃😀'" },
        { new byte[] { 0, 255, (byte)'a', (byte)'\'' }, "b\"\\x00\\xffa'\"" },
        { DateTime.UnixEpoch.AddSeconds(1.5), "Timestamp(seconds=1, nanoseconds=500000000)" },
        { new ExtensionValue(5, new byte[] { 1 }), "ExtType(code=5, data=b'\\x01')" },
        { Array.Empty<object?>(), "[]" },
        { new Dictionary<string, object?>(), "{}" },
    };

    [Theory]
    [MemberData(nameof(Scalars))]
    public void A_value_prints_as_its_repr(object? value, string expected) => Assert.Equal(expected, PrettyPrinter.Print(value));

    [Fact]
    public void Keys_of_a_dict_are_in_order_of_code_points() => Assert.Equal(
        "{'B': 2, 'a': 1, '\\ue000': 3, '😀': 4}",
        PrettyPrinter.Print(new Dictionary<string, object?> { ["😀"] = 4L, ["\ue000"] = 3L, ["a"] = 1L, ["B"] = 2L }));

    [Fact]
    public void What_fits_into_80_columns_stays_on_one_line()
    {
        string text = new('x', 78);

        Assert.Equal($"'{text}'", PrettyPrinter.Print(text));
    }

    [Fact]
    public void A_long_list_has_an_item_a_line() => Assert.Equal(
        "['word',\n" + string.Concat(Enumerable.Repeat(" 'word',\n", 10)) + " 'word']", PrettyPrinter.Print(_words));

    [Fact]
    public void A_long_string_is_broken_between_words_in_parentheses() => Assert.Equal(
        "('word word word word word word word word word word word word word word word '\n 'word word word word word ')",
        PrettyPrinter.Print(string.Concat(Enumerable.Repeat("word ", 20))));

    [Fact]
    public void A_long_string_within_a_dict_is_broken_under_its_beginning() => Assert.Equal(
        "{'text': 'word word word word word word word word word word word word word '\n         'word word word word word word word '}",
        PrettyPrinter.Print(new Dictionary<string, object?> { ["text"] = string.Concat(Enumerable.Repeat("word ", 20)) }));

    [Fact]
    public void A_string_of_lines_is_broken_after_each() => Assert.Equal(
        $"('{new string('a', 50)}\\n'\n '{new string('b', 50)}')", PrettyPrinter.Print(new string('a', 50) + "\n" + new string('b', 50)));

    [Fact]
    public void Long_bytes_are_broken_after_each_fourth() => Assert.Equal(
        "(b'0123456789012345678901234567890123456789012345678901234567890123456789012345'\n b'67890123456789')",
        PrettyPrinter.Print(Enumerable.Range(0, 90).Select(i => (byte)('0' + (i % 10))).ToArray()));
}
