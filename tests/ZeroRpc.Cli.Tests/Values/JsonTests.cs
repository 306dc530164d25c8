using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.Values;

namespace ZeroRpc.Cli.Tests.Values;

/// <summary>JSON as Python's <c>json</c> writes and reads it.</summary>
public sealed class JsonTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("[1, -2, 2.5, 1e+16, true, false]")]
    [InlineData("{\"b\": 1, \"a\": {\"c\": []}, \"d\": {}}")]
    [InlineData("\"\\u2603 \\ud83d\\ude00 \\u007f \\b\\f\\n\\r\\t \\\" \\\\\"")]
    [InlineData("18446744073709551615")]
    [InlineData("{\"$bytes\": \"AP8=\"}")]
    [InlineData("NaN")]
    [InlineData("-Infinity")]
    [InlineData(
        "[NaN, {\"a\": -Infinity}, \"NaN \\\" Infinity\", 1e+400, \"\\u2603\", Infinity]",
        "[NaN, {\"a\": -Infinity}, \"NaN \\\" Infinity\", Infinity, \"\\u2603\", Infinity]")]
    public void What_is_read_is_written_the_same(string json, string? written = null) =>
        Assert.Equal(written ?? json, JsonText.Of(JsonValue.Parse(json, "it")));

    [Fact]
    public void Bytes_are_read_from_base64() => Assert.Equal(new byte[] { 0, 255 }, JsonValue.Parse("{\"$bytes\": \"AP8=\"}", "it"));

    [Theory]
    [InlineData("{\"a\": }", "line 1, column 7")]
    [InlineData("[1,\n2,,]", "line 2, column 3")]
    [InlineData("\"☃☃\" x", "line 1, column 6")]
    [InlineData("", "line 1, column 1: it is empty.")]
    [InlineData("[NaN, NaNs]", "line 1, column 7")]
    [InlineData("[\"x\", Infinity x]", "line 1, column 16")]
    public void What_is_no_JSON_is_refused_with_its_place(string json, string place)
    {
        CommandFailure refused = Assert.Throws<CommandFailure>(() => JsonValue.Parse(json, "parameter 1"));

        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        Assert.StartsWith("parameter 1 is no JSON, at " + place, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_integer_beyond_64_bits_is_refused() =>
        Assert.Contains(
        "more than 64 bits",
        Assert.Throws<CommandFailure>(() => JsonValue.Parse("18446744073709551616", "it")).Message,
        StringComparison.Ordinal);
}
