using ZeroRpc.Cli.Tests.Support;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Cli.Tests.Calls;

/// <summary>What Python's command cannot send or print: bytes, mixed parameters, many calls.</summary>
public sealed class ValuesTests : IAsyncLifetime
{
    private readonly CoolerServer _server = CoolerServer.Bound(TimeSpan.FromSeconds(5));
    private readonly string _folder = Directory.CreateTempSubdirectory("zerorpc-cli").FullName;

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Bytes_are_base64_in_JSON_both_ways()
    {
        const string Bytes = "{\"$bytes\": \"AP8=\"}";

        Assert.Equal(Bytes, (await Tool.RunAsync("-j", "-pj", _server.Endpoint, "echo", Bytes)).Output);
    }

    [Fact]
    public async Task Bytes_go_into_a_file_as_they_are()
    {
        string file = Path.Combine(_folder, "result");

        ToolResult ended = await Tool.RunAsync("-o", file, "-j", _server.Endpoint, "echo", "{\"$bytes\": \"AP8=\"}");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Output));
        Assert.Equal([0, 255], await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_failed_call_leaves_the_output_file_as_it_was()
    {
        string file = FileOf("result", "before");

        Assert.Equal(1, (await Tool.RunAsync("-o", file, _server.Endpoint, "boom")).ExitCode);

        Assert.Equal("before", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Mixed_parameters_are_strings_JSON_and_files()
    {
        ToolResult ended = await Tool.RunAsync(
            "-m", _server.Endpoint, "echo_many",
            "5", ":=5", ":={\"a\": [null]}", "@" + FileOf("a.json", "[1, 2]"), "@bin:" + FileOf("b", "raw"));

        Assert.Equal("['5', 5, {'a': [None]}, [1, 2], b'raw']\n", ended.Output);
    }

    [Fact]
    public async Task Each_line_of_the_input_is_a_call()
    {
        ToolResult ended = await Tool.RunWithAsync(
            "[\"add_42\", 1]\n[\"count\", 2]\n[\"boom_as_python\"]\n[\"count_then_boom\", 1]\n",
            endpoint: null,
            "--stdin", _server.Endpoint);

        Assert.Equal(
            """
            {"result": 43}
            {"result": [0, 1]}
            {"error": {"name": "ValueError", "message": "bad thing \u2603"}}
            {"result": [0], "error": {"name": "InvalidOperationException", "message": "mid-stream"}}

            """,
            ended.Output);
        Assert.Equal(1, ended.ExitCode);
    }

    [Fact]
    public async Task Lines_are_arguments_where_the_method_is_given()
    {
        ToolResult ended = await Tool.RunWithAsync("[1]\n\n[2]\n", endpoint: null, "--stdin", _server.Endpoint, "add_42");

        Assert.Equal((0, "{\"result\": 43}\n{\"result\": 44}\n"), (ended.ExitCode, ended.Output));
    }

    [Fact]
    public async Task A_line_that_is_no_call_ends_with_2()
    {
        ToolResult ended = await Tool.RunWithAsync("[1]\n{}\n", endpoint: null, "--stdin", _server.Endpoint, "add_42");

        Assert.Equal((2, "{\"result\": 43}\n"), (ended.ExitCode, ended.Output));
        Assert.StartsWith("line 2 of the input is no JSON array of arguments", ended.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_ends_the_waiting_for_a_line()
    {
        await using Tool tool = Tool.Start("--stdin", _server.Endpoint, "add_42");
        await tool.WriteLineAsync("[1]");
        Assert.Equal("{\"result\": 43}", await tool.ReadLineAsync());

        tool.Interrupt();

        Assert.Equal(130, (await tool.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task The_environment_stands_in_for_the_address() =>
        Assert.Equal("43\n", (await Tool.RunWithAsync("", _server.Endpoint, "-j", "add_42", "1")).Output);

    [Fact]
    public async Task A_client_that_binds_waits_for_its_server()
    {
        await using Tool tool = Tool.Start("--bind", Peer.AnyPort, "-j", "add_42", "1");
        string binding = (await tool.ReadErrorAsync())!;

        await using CoolerServer server = CoolerServer.Connected(binding["binding to \"".Length..^1], TimeSpan.FromSeconds(5));

        Assert.Equal("43\n", (await tool.EndAsync()).Output);
    }

    private string FileOf(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
