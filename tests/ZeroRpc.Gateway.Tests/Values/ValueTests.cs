using ZeroRpc.Gateway.Tests.Support;

namespace ZeroRpc.Gateway.Tests.Values;

/// <summary>Values that JSON does not have, and how they pass through it.</summary>
public sealed class ValueTests
{
    [Theory]
    [InlineData("{\"$bytes\": \"AP8=\"}", "\"AP8=\"")]
    [InlineData("9007199254740991", "9007199254740991")]
    [InlineData("9007199254740993", "\"9007199254740993\"")]
    [InlineData("18446744073709551615", "\"18446744073709551615\"")]
    [InlineData("1.0", "1.0")]
    [InlineData("1", "1")]
    [InlineData("1e3", "1000.0")]
    [InlineData("-0.5", "-0.5")]
    [InlineData("{\"$ext\": [5, \"AQ==\"]}", "{\"$ext\":[5,\"AQ==\"]}")]
    [InlineData("{\"$ext\": 5, \"$bytes\": \"AQ==\"}", "{\"$ext\":[5,\"AQ==\"]}")]
    [InlineData("{\"$map\": [[1, \"a\"], [true, \"b\"]]}", "{\"1\":\"a\",\"true\":\"b\"}")]
    [InlineData("{\"$map\": [[1, \"a\"], [\"1\", \"b\"]]}", "{\"$map\":[[1,\"a\"],[\"1\",\"b\"]]}")]
    [InlineData("{\"$map\": [[[1], 2]]}", "{\"$map\":[[[1],2]]}")]
    [InlineData("{\"$map\": [[\"$bytes\", 1]]}", "{\"$map\":[[\"$bytes\",1]]}")]
    [InlineData("{\"a\": [null, \"☃\", \"\\ud83d\\ude00\"]}", "{\"a\":[null,\"☃\",\"\\uD83D\\uDE00\"]}")]
    public async Task A_value_comes_back_from_an_echo(string sent, string received)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        Assert.Equal(received, await gateway.CallAsync("echo", $"[{sent}]"));
    }

    [Theory]
    [InlineData("half", "\"NaN\"", "\"NaN\"")]
    [InlineData("half", "\"-Infinity\"", "\"-Infinity\"")]
    [InlineData("size", "\"AP8=\"", "2")]
    [InlineData("add", "\"9007199254740993\"", "\"9007199254741003\"")]
    [InlineData("next_day", "\"2026-12-01T10:00:00Z\"", "\"2026-12-02T10:00:00Z\"")]
    public async Task A_string_stands_for_a_value_of_the_parameters_type(string method, string sent, string received)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        Assert.Equal(received, await gateway.CallAsync(method, $"[{sent}]"));
    }

    [Theory]
    [InlineData(GatewayIntegers.Numbers, "1152921504606846976", "11")]
    [InlineData(GatewayIntegers.StringsBeyondSafe, "\"1152921504606846976\"", "11")]
    [InlineData(GatewayIntegers.Strings, "\"1152921504606846976\"", "\"11\"")]
    public async Task Which_integers_are_strings_is_an_option(GatewayIntegers integers, string large, string small)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(options => options.Integers = integers);

        Assert.Equal(large, await gateway.CallAsync("large", "[]"));
        Assert.Equal(small, await gateway.CallAsync("add", "[1]"));
    }

    [Fact]
    public async Task Bytes_can_be_tagged()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(options => options.TagBytes = true);

        Assert.Equal("{\"$bytes\":\"AP8=\"}", await gateway.CallAsync("bytes", "[]"));
    }
}
