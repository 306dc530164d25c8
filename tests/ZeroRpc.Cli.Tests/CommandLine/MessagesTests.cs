using ZeroRpc.Cli.Tests.Support;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Cli.Tests.CommandLine;

/// <summary>What goes to standard error: <c>-q</c> for errors alone, <c>-d</c> for the log; and how long a command waits for a connection.</summary>
public sealed class MessagesTests : IAsyncLifetime
{
    private readonly CoolerServer _server = CoolerServer.Bound(TimeSpan.FromSeconds(5));

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_quiet_call_says_its_result_alone() =>
        Assert.Equal(new ToolResult(0, "43\n", ""), await Tool.RunAsync("-q", "-j", _server.Endpoint, "add_42", "1"));

    [Fact]
    public async Task A_quiet_call_that_fails_says_why() =>
        Assert.Equal("zerorpc-cs: ValueError: bad thing ☃\n", (await Tool.RunAsync(_server.Endpoint, "boom_as_python", "--quiet")).Error);

    [Fact]
    public async Task A_quiet_server_serves_without_a_word()
    {
        string endpoint = FreePort.Endpoint();
        await using Tool served = Tool.Start("serve", "-q", "--bind", endpoint, "System.Math");
        await Tool.RunAsync("-j", endpoint, "Max", "1", "2");

        served.Terminate();

        Assert.Equal(new ToolResult(0, "", ""), await served.EndAsync());
    }

    [Theory]
    [InlineData("-j", "ADDRESS", "add_42", "1")]
    [InlineData("list", "ADDRESS")]
    [InlineData("describe", "ADDRESS", "add_42")]
    [InlineData("ping", "-c", "1", "ADDRESS")]
    [InlineData("bench", "ADDRESS", "-n", "1", "-j", "add_42", "1")]
    [InlineData("repl", "ADDRESS")]
    public async Task The_log_is_shown_where_it_is_wanted(params string[] arguments)
    {
        ToolResult logged = await Tool.RunWithAsync("add_42 1\n", null, [.. arguments.Select(InPlace), "-d"]);

        Assert.Equal(0, logged.ExitCode);
        Assert.Contains("DEBUG:ZeroRpc", logged.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("within 3 s", "list", "ENDPOINT")]
    [InlineData("within 3 s", "describe", "ENDPOINT", "x")]
    [InlineData("within 3 s", "ping", "ENDPOINT")]
    [InlineData("within 0.2 s", "list", "ENDPOINT", "--connect-timeout", "0.2")]
    [InlineData("within 0.2 s", "bench", "ENDPOINT", "x", "--connect-timeout", "0.2")]
    [InlineData("within 0.2 s", "ENDPOINT", "x", "--connect-timeout", "0.2")]
    [InlineData("within 0.3 s", "ENDPOINT", "x", "--active-hb", "--heartbeat", "0.1")]
    [InlineData("within 0.4 s", "ENDPOINT", "x", "--active-hb", "--heartbeat", "0.1", "--connect-timeout", "0.4")]
    [InlineData("within 0.3 s", "ping", "ENDPOINT", "--active-hb", "--heartbeat", "0.1")]
    public async Task A_dead_port_is_told_soon(string waited, params string[] arguments)
    {
        string dead = FreePort.Endpoint();

        ToolResult ended = await Tool.RunAsync([.. arguments.Select(argument => argument == "ENDPOINT" ? dead : argument)]);

        Assert.Equal(3, ended.ExitCode);
        Assert.Contains(waited, ended.Complaint, StringComparison.Ordinal);
        Assert.EndsWith($"Nobody listens at {dead}: is the server running, and is this its port?", ended.Complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("help")]
    [InlineData("help", "list")]
    [InlineData("list", "-h")]
    public async Task Help_is_help_however_it_is_asked_for(params string[] arguments)
    {
        ToolResult help = await Tool.RunAsync(arguments);

        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Assert.StartsWith("Description:", help.Output, StringComparison.Ordinal);
        Assert.Equal(arguments.Contains("list"), help.Output.Contains("zerorpc-cs list [<address>]", StringComparison.Ordinal));
    }

    private string InPlace(string argument) => argument == "ADDRESS" ? _server.Endpoint : argument;
}
