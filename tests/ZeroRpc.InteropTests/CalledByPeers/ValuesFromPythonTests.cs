using System.Text.Json;
using ZeroRpc.InteropTests.Harness;
using static ZeroRpc.InteropTests.Harness.PeerCalls;

namespace ZeroRpc.InteropTests.CalledByPeers;

/// <summary>Python's values: which type they become here, and that they come back as they were. JSON as in <c>Peers/python/peer.py</c>.</summary>
public sealed class ValuesFromPythonTests
{
    [Theory]
    [InlineData("null", "null")]
    [InlineData("true", "Boolean")]
    [InlineData("false", "Boolean")]
    [InlineData("0", "Int64")]
    [InlineData("127", "Int64")]
    [InlineData("128", "Int64")]
    [InlineData("256", "Int64")]
    [InlineData("65536", "Int64")]
    [InlineData("4294967296", "Int64")]
    [InlineData("9223372036854775807", "Int64")]
    [InlineData("9223372036854775808", "UInt64")]
    [InlineData("18446744073709551615", "UInt64")]
    [InlineData("-1", "Int64")]
    [InlineData("-33", "Int64")]
    [InlineData("-129", "Int64")]
    [InlineData("-32769", "Int64")]
    [InlineData("-9223372036854775808", "Int64")]
    [InlineData("0.5", "Double")]
    [InlineData("-1e300", "Double")]
    [InlineData("""{"$float":"nan"}""", "Double")]
    [InlineData("""{"$float":"-inf"}""", "Double")]
    [InlineData("\"\"", "String")]
    [InlineData("\"snow ☃ and \\uD83D\\uDE00\"", "String")]
    [InlineData("""{"$bin":""}""", "Byte[]")]
    [InlineData("""{"$bin":"00ff10"}""", "Byte[]")]
    [InlineData("[]", "Object[]")]
    [InlineData("""[1,[2,[3,"x",null]],{"$bin":"01"}]""", "Object[]")]
    [InlineData("{}", "Dictionary`2")]
    [InlineData("""{"a":{"b":[1,2.5]},"c":null}""", "Dictionary`2")]
    [InlineData("""{"$timestamp":[1700000000,0]}""", "DateTime")]
    [InlineData("""{"$timestamp":[1700000000,123456700]}""", "DateTime")]
    public async Task A_value_is_what_it_was_here_and_back_there(string json, string type)
    {
        JsonElement sent = JsonElement.Parse(json);
        await using CoolerServer server = CoolerServer.Bound(TimeSpan.FromSeconds(5));
        await using PeerProcess client = await Peer.Python.CallAsync(
            new { connect = server.Endpoint }, Call("type_of", sent), Call("echo", sent));

        Assert.Equal(type, (await client.ReadAsync()).GetProperty("value").GetString());
        JsonElement returned = (await client.ReadAsync()).GetProperty("value");
        Assert.True(JsonElement.DeepEquals(sent, returned), returned.ToString());
    }
}
