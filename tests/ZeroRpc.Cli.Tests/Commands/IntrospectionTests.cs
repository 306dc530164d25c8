using System.Text.Json;
using ZeroRpc.Cli.Tests.Support;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Cli.Tests.Commands;

/// <summary><c>list</c>, <c>describe</c> and <c>ping</c>.</summary>
public sealed class IntrospectionTests : IAsyncLifetime
{
    private readonly CoolerServer _server = CoolerServer.Bound(TimeSpan.FromSeconds(5));

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task List_shows_signatures_and_documentation()
    {
        string listed = (await Tool.RunAsync("list", _server.Endpoint)).Output;

        Assert.StartsWith("Cooler has 15 methods:\n", listed, StringComparison.Ordinal);
        Assert.Contains(
            "greet(name: str, greeting: str = 'hello', times: int = 2) -> str\n    Greets somebody.\n", listed, StringComparison.Ordinal);
        Assert.Contains("count(n: int) -> stream of int\n", listed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_tells_programs_all_in_one_schema()
    {
        string listed = (await Tool.RunAsync("list", "--ndjson", _server.Endpoint)).Output;

        JsonElement.ArrayEnumerator methods = JsonElement.Parse(listed).GetProperty("methods").EnumerateArray();
        JsonElement greet = methods.Single(method => method.GetProperty("name").GetString() == "greet");
        Assert.Equal(
            """{"name": "greet", "doc": "Greets somebody.", "parameters": [""" +
            """{"name": "name", "type": "str", "required": true, "default": null}, """ +
            """{"name": "greeting", "type": "str", "required": false, "default": "hello"}, """ +
            """{"name": "times", "type": "int", "required": false, "default": 2}], "returns": "str", "stream": false}""",
            greet.GetRawText());
    }

    [Fact]
    public async Task Describe_shows_one_method()
    {
        ToolResult described = await Tool.RunAsync("describe", _server.Endpoint, "add_42");

        Assert.Equal((0, "add_42(n: int) -> int\n    Adds 42 to n.\n"), (described.ExitCode, described.Output));
    }

    [Fact]
    public async Task Describe_takes_the_address_from_the_environment() =>
        Assert.StartsWith(
            "{\"name\": \"add_42\"",
            (await Tool.RunWithAsync("", _server.Endpoint, "describe", "add_42", "--ndjson")).Output,
            StringComparison.Ordinal);

    [Fact]
    public async Task Describe_names_what_there_is_where_a_method_is_not()
    {
        ToolResult described = await Tool.RunAsync("describe", _server.Endpoint, "nope");

        Assert.Equal(1, described.ExitCode);
        Assert.StartsWith("'Cooler' has no method 'nope'. It has add_42, ", described.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Python_server_that_cannot_tell_signatures_is_listed_still()
    {
        await using PeerProcess server = await Peer.Python.ServeAsync();

        Assert.Matches(@"(?m)^greet\(.*\)$", (await Tool.RunAsync("list", server.Endpoint)).Output);
    }

    [Fact]
    public async Task Ping_tells_name_and_times()
    {
        ToolResult pinged = await Tool.RunAsync("ping", "-c", "3", _server.Endpoint);

        Assert.Matches(
            $"^{_server.Endpoint} is \"Cooler\": connected and answered in [0-9.]+ ms\n" +
            "3 round trips: min [0-9.]+ ms, median [0-9.]+ ms, p99 [0-9.]+ ms\n$",
            pinged.Output);
    }

    [Fact]
    public async Task A_commands_word_behind_an_address_is_the_remote_method() =>
        Assert.StartsWith("NameError: list", (await Tool.RunAsync("--connect", _server.Endpoint, "list")).Complaint, StringComparison.Ordinal);

    [Fact]
    public async Task A_commands_word_with_connect_is_the_remote_method() =>
        Assert.StartsWith("NameError: ping", (await Tool.RunAsync("ping", "--connect", _server.Endpoint)).Complaint, StringComparison.Ordinal);

    [Fact]
    public async Task Help_names_the_commands()
    {
        ToolResult help = await Tool.RunAsync("--help");

        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Assert.All(["list", "describe", "serve", "ping"], word => Assert.Matches($"(?m)^  {word} ", help.Output));
    }
}
