using System.Text.Json;
using ZeroRpc.InteropTests.Harness;
using static ZeroRpc.InteropTests.Harness.PeerCalls;

namespace ZeroRpc.InteropTests.CalledByPeers;

/// <summary>Our server called by zerorpc-node.</summary>
public abstract class CalledByNodeTests(Carrier carrier) : CalledByPeerTests(Peer.Node, carrier)
{
    /// <summary>Node's numbers are doubles: beyond signed 32 bits it sends float64, and an integral one is as good as an integer.</summary>
    [Theory]
    [InlineData("null", "null")]
    [InlineData("true", "Boolean")]
    [InlineData("0", "Int64")]
    [InlineData("-1", "Int64")]
    [InlineData("-129", "Int64")]
    [InlineData("-2147483648", "Int64")]
    [InlineData("2147483647", "Int64")]
    [InlineData("2147483648", "Double")]
    [InlineData("4294967296", "Double")]
    [InlineData("9007199254740992", "Double")]
    [InlineData("1.5", "Double")]
    [InlineData("\"\"", "String")]
    [InlineData("\"snow ☃ and \\uD83D\\uDE00\"", "String")]
    [InlineData("""{"$bin":"00ff10"}""", "Byte[]")]
    [InlineData("[]", "Object[]")]
    [InlineData("""[1,[2,[3,"x",null]]]""", "Object[]")]
    [InlineData("{}", "Dictionary`2")]
    [InlineData("""{"a":{"b":[1,2.5]}}""", "Dictionary`2")]
    public async Task A_value_is_what_it_was_here_and_back_there(string json, string type)
    {
        JsonElement sent = JsonElement.Parse(json);
        await using CoolerServer server = Serve(TimeSpan.FromSeconds(5));
        await using PeerProcess client = await Peer.Node.CallAsync(
            new { connect = server.Endpoint }, Call("type_of", sent), Call("echo", sent));

        Assert.Equal(type, Value(await client.ReadAsync()).GetString());
        JsonElement returned = Value(await client.ReadAsync());
        Assert.True(JsonElement.DeepEquals(sent, returned), returned.ToString());
    }

    [Fact]
    public async Task An_integral_float_fits_an_integer_parameter()
    {
        JsonElement answer = await AnswerAsync(Call("add_42", 4294967296));

        Assert.Equal(4294967338, Value(answer).GetInt64());
    }
}

public sealed class CalledByNodeOverNetMqTests() : CalledByNodeTests(Carrier.NetMq);

public sealed class CalledByNodeOverTcpTests() : CalledByNodeTests(Carrier.Tcp);

public sealed class CalledByNodeOverIpcTests() : CalledByNodeTests(Carrier.Ipc);
