using System.Text.RegularExpressions;
using ZeroRpc.Cli.Tests.Support;

namespace ZeroRpc.Cli.Tests.Output;

/// <summary>No text of a server drives the terminal or forges a line of the tool.</summary>
public sealed partial class HostileTextTests : IAsyncLifetime
{
    private HostileServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await HostileServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("ADDRESS")]
    [InlineData("-?", "ADDRESS")]
    [InlineData("-?", "ADDRESS", HostileServer.Method)]
    [InlineData("list", "ADDRESS")]
    [InlineData("describe", "ADDRESS", HostileServer.Method)]
    [InlineData("describe", "ADDRESS", "other")]
    [InlineData("ping", "-c", "1", "ADDRESS")]
    [InlineData("ping", "--explain", "ADDRESS")]
    [InlineData("ADDRESS", HostileServer.Method)]
    [InlineData("--traceback", "ADDRESS", HostileServer.Method)]
    [InlineData("-d", "ADDRESS", HostileServer.Method)]
    [InlineData("bench", "ADDRESS", HostileServer.Method)]
    [InlineData("-d", "--timeout", "0.5", "ADDRESS", "odd")]
    [InlineData("repl", "ADDRESS")]
    [InlineData("__complete", "zerorpc-cs ADDRESS ")]
    public async Task Text_of_a_server_is_escaped(params string[] arguments)
    {
        string[] command = [.. arguments.Select(argument => argument.Replace("ADDRESS", _server.Endpoint, StringComparison.Ordinal))];

        ToolResult result = await Tool.RunWithAsync($"help\nhelp {HostileServer.Method}\n{HostileServer.Method}\n", null, command);

        Assert.NotEmpty(result.Output + result.Error);
        AssertHarmless(result.Output + result.Error);
    }

    [Fact]
    public async Task What_is_traced_is_escaped()
    {
        await using Tool trace = Tool.Start("trace", "--listen", "tcp://127.0.0.1:0", "--forward", _server.Endpoint);
        string relay = (await trace.ReadErrorAsync())!.Split(' ', ',')[2];
        await Tool.RunAsync(relay, HostileServer.Method);
        await Tool.RunAsync("list", relay);

        trace.Interrupt();

        ToolResult traced = await trace.EndAsync();
        Assert.Contains("ERR", traced.Output, StringComparison.Ordinal);
        AssertHarmless(traced.Output + traced.Error);
    }

    [Fact]
    public async Task A_log_line_and_an_error_stay_one_line_each()
    {
        ToolResult result = await Tool.RunAsync("-d", _server.Endpoint, HostileServer.Method);

        Assert.All(result.Error.TrimEnd().Split('\n'), line => Assert.Matches("^([A-Z]+:ZeroRpc|connecting to|zerorpc-cs: )", line));
    }

    private static void AssertHarmless(string printed) =>
        Assert.Empty(Dangerous().Matches(printed).Select(found => found.Value).Distinct());

    [GeneratedRegex(@"[\p{Cc}\p{Cf}-[\n\t]]")]
    private static partial Regex Dangerous();
}
