using ZeroRpc.Cli.Tests.Support;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Cli.Tests.Calls;

/// <summary><c>-H name:value</c>: header entries on every command that calls or sends.</summary>
public sealed class HeaderTests : IAsyncDisposable
{
    private readonly TokenServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("-j", "ADDRESS", "add", "1", "2")]
    [InlineData("ADDRESS")]
    [InlineData("-?", "ADDRESS", "add")]
    [InlineData("list", "ADDRESS")]
    [InlineData("describe", "ADDRESS", "add")]
    [InlineData("ping", "-c", "1", "ADDRESS")]
    [InlineData("ping", "--explain", "ADDRESS")]
    [InlineData("bench", "ADDRESS", "-n", "1", "-j", "add", "1", "2")]
    public async Task A_server_that_asks_for_a_token_is_called(params string[] arguments)
    {
        ToolResult called = await Tool.RunAsync([.. arguments.Select(InPlace), "-H", $"token:{TokenServer.Token}"]);

        Assert.Equal((0, false), (called.ExitCode, called.Output.Contains("Forbidden", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_lines_of_the_prompt_carry_it() => Assert.Equal(
        "3\n", (await Tool.RunWithAsync("add 1 2\n", null, "repl", _server.Endpoint, "--header", $"token: {TokenServer.Token}")).Output);

    [Fact]
    public async Task Without_the_token_the_call_is_refused() =>
        Assert.Equal("Forbidden: a token is needed", (await Tool.RunAsync("-j", _server.Endpoint, "add", "1", "2")).Complaint);

    [Fact]
    public async Task An_event_that_is_pushed_carries_it()
    {
        var headers = new TaskCompletionSource<IReadOnlyDictionary<string, object?>>();
        await using var puller = new ZeroRpcPuller();
        puller.AddFallback(received =>
        {
            headers.TrySetResult(received.Headers);
            return Task.CompletedTask;
        });
        string endpoint = puller.Bind(Peer.AnyPort);
        puller.Start();

        await Tool.RunAsync("push", endpoint, "log", "-H", "who:me", "-H", "why: a:b");

        Assert.Equal(("me", "a:b"), ((await headers.Task.OrHang())["who"], (await headers.Task)["why"]));
    }

    [Theory]
    [InlineData("'token' is not a header entry: write name:value.", "token")]
    [InlineData("':x' is not a header entry: write name:value.", ":x")]
    [InlineData("the header entry 'message_id' belongs to the protocol and cannot be set.", "message_id:1")]
    public async Task A_wrong_entry_is_refused(string complaint, string entry)
    {
        ToolResult ended = await Tool.RunAsync("list", _server.Endpoint, "-H", entry);

        Assert.Equal((2, complaint), (ended.ExitCode, ended.Complaint));
    }

    private string InPlace(string argument) => argument == "ADDRESS" ? _server.Endpoint : argument;
}
