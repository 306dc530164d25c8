using System.Text.Json;
using ZeroRpc.InteropTests.Harness;
using static ZeroRpc.InteropTests.Harness.PeerCalls;

namespace ZeroRpc.InteropTests.CalledByPeers;

/// <summary>Python asks our server what it is: the built-in methods (docs/protocol.md section 7) and Python's own command line.</summary>
public sealed class PythonIntrospectionTests
{
    private static readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("_zerorpc_ping", """["pong","Cooler"]""")]
    [InlineData("_zerorpc_name", "\"Cooler\"")]
    public async Task The_server_has_a_name(string method, string expected)
    {
        Assert.Equal(expected, JsonSerializer.Serialize(await AskAsync(method)));
    }

    [Fact]
    public async Task All_public_methods_are_listed()
    {
        string[] expected =
        [
            "add_42", "block", "block_together", "boom", "boom_as_python", "count", "count_for_ever", "count_then_boom", "echo", "echo_many", "greet",
            "nothing", "pair", "type_of", "wait_for_ever",
        ];

        Assert.Equal(expected, (await AskAsync("_zerorpc_list")).Deserialize<string[]>()!.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("greet", "\"Greets somebody.\"")]
    [InlineData("echo", "null")]
    public async Task Help_is_the_XML_documentation(string method, string expected)
    {
        Assert.Equal(expected, JsonSerializer.Serialize(await AskAsync("_zerorpc_help", method)));
    }

    [Theory]
    [InlineData("greet", """[["name","greeting","times"],null,null,["hello",2]]""")]
    [InlineData("echo_many", """[[],"args",null,null]""")]
    [InlineData("wait_for_ever", "[[],null,null,null]")]
    public async Task Args_are_an_argspec_without_self_and_token(string method, string expected)
    {
        Assert.Equal(expected, JsonSerializer.Serialize(await AskAsync("_zerorpc_args", method)));
    }

    [Fact]
    public async Task Inspect_tells_parameters_defaults_and_documentation()
    {
        JsonElement description = await AskAsync("_zerorpc_inspect");

        Assert.Equal("Cooler", description.GetProperty("name").GetString());
        JsonElement greet = description.GetProperty("methods").GetProperty("greet");
        Assert.Equal("Greets somebody.", greet.GetProperty("doc").GetString());
        JsonElement[] parameters = [.. greet.GetProperty("args").EnumerateArray()];
        Assert.Equal(["name", "greeting", "times"], parameters.Select(parameter => parameter.GetProperty("name").GetString()));
        Assert.False(parameters[0].TryGetProperty("default", out _));
        Assert.Equal("hello", parameters[1].GetProperty("default").GetString());
        Assert.Equal(2, parameters[2].GetProperty("default").GetInt32());
    }

    [Fact]
    public async Task The_command_line_lists_our_methods()
    {
        await using CoolerServer server = CoolerServer.Bound(_heartbeat);

        string listing = await PythonPeer.CommandLineAsync(server.Endpoint);

        Assert.StartsWith("[Cooler]\n", listing, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^add_42 +Adds 42 to n\.$", listing);
    }

    [Fact]
    public async Task The_command_line_shows_a_signature()
    {
        await using CoolerServer server = CoolerServer.Bound(_heartbeat);

        string shown = await PythonPeer.CommandLineAsync("-?", server.Endpoint, "greet");

        Assert.Equal("[Cooler]\ngreet(name, greeting=hello, times=2)\n\nGreets somebody.\n\n", shown);
    }

    [Theory]
    [InlineData("43\n", "add_42", "1")]
    [InlineData("'hello, hello you'\n", "greet", "\"you\"")]
    [InlineData("0\n1\n2\n", "count", "3")]
    public async Task The_command_line_calls_our_methods(string printed, string method, string argument)
    {
        await using CoolerServer server = CoolerServer.Bound(_heartbeat);

        Assert.Equal(printed, await PythonPeer.CommandLineAsync("-j", server.Endpoint, method, argument));
    }

    private static async Task<JsonElement> AskAsync(string method, params object?[] arguments)
    {
        await using CoolerServer server = CoolerServer.Bound(_heartbeat);
        await using PeerProcess client = await Peer.Python.CallAsync(new { connect = server.Endpoint }, Call(method, arguments));
        JsonElement answer = await client.ReadAsync();
        Assert.True(answer.TryGetProperty("value", out JsonElement value), answer.ToString());
        return value;
    }
}
