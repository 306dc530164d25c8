using ZeroRpc.Cli.Tests.Support;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Cli.Tests.Calls;

/// <summary>An error about a word that is nearly right names the right one.</summary>
public sealed class HintTests : IAsyncLifetime
{
    private readonly CoolerServer _server = CoolerServer.Bound(TimeSpan.FromSeconds(5));

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("ADDRESS", "ad_42")]
    [InlineData("ADDRESS", "Add42")]
    [InlineData("--connect", "ADDRESS", "add_24")]
    [InlineData("bench", "ADDRESS", "add_4")]
    public async Task A_method_that_does_not_exist_has_a_neighbour(params string[] arguments)
    {
        ToolResult ended = await Tool.RunAsync([.. arguments.Select(InPlace)]);

        Assert.Equal((1, $"NameError: {arguments[^1]}. Did you mean 'add_42'?"), (ended.ExitCode, ended.Complaint));
    }

    [Fact]
    public async Task Describe_names_the_neighbour_before_the_others() => Assert.StartsWith(
        "'Cooler' has no method 'ad_42'. Did you mean 'add_42'? It has ",
        (await Tool.RunAsync("describe", _server.Endpoint, "ad_42")).Complaint,
        StringComparison.Ordinal);

    [Fact]
    public async Task The_prompt_names_the_neighbour() => Assert.Equal(
        "NameError: ad_42. Did you mean 'add_42'?", (await Tool.RunWithAsync("ad_42 1\n", null, "repl", _server.Endpoint)).Complaint);

    [Fact]
    public async Task A_method_without_a_neighbour_is_an_error_and_no_more() =>
        Assert.Equal("NameError: xyzzy", (await Tool.RunAsync(_server.Endpoint, "xyzzy")).Complaint);

    [Fact]
    public async Task A_name_that_a_Python_method_lacks_is_no_unknown_method()
    {
        await using PeerProcess python = await Peer.Python.RunAsync(
            """
            import zerorpc, sys, threading
            class Service:
                def broken(self):
                    return brokn
            server = zerorpc.Server(Service())
            server.bind("tcp://127.0.0.1:0")
            endpoint = server._events._socket.getsockopt_string(zerorpc.zmq.LAST_ENDPOINT)
            print('{"ready": "%s"}' % endpoint, flush=True)
            server.run()
            """);
        await python.ReadyAsync();

        Assert.DoesNotContain("Did you mean 'broken'", (await Tool.RunAsync(python.Endpoint, "broken")).Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commands_word_behind_the_address_hints_at_the_order() => Assert.Equal(
        $"NameError: list. 'list' is also a command, and commands stand first: zerorpc-cs list {_server.Endpoint}",
        (await Tool.RunAsync(_server.Endpoint, "list")).Complaint);

    [Fact]
    public async Task A_server_that_does_not_answer_such_a_word_hints_at_the_order_too()
    {
        await using RawPeer silent = await RawPeer.RouterAsync();

        Assert.EndsWith(
            $"commands stand first: zerorpc-cs list {silent.Endpoint}",
            (await Tool.RunAsync("--timeout", "0.2", silent.Endpoint, "list")).Complaint,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Did you mean 'list'?", "lsit")]
    [InlineData("there is no command 'pnig'. Did you mean 'ping'? zerorpc-cs --help lists all.", "help", "pnig")]
    [InlineData("Did you mean '--ndjson'? See zerorpc-cs list --help.", "list", "--njson", "tcp://127.0.0.1:1")]
    public async Task A_command_or_option_that_does_not_exist_has_a_neighbour(string end, params string[] arguments) =>
        Assert.EndsWith(end, (await Tool.RunAsync(arguments)).Complaint, StringComparison.Ordinal);

    private string InPlace(string argument) => argument == "ADDRESS" ? _server.Endpoint : argument;
}
