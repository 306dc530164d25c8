using System.Net;
using System.Net.Sockets;
using ZeroRpc.Cli.Tests.Support;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Cli.Tests.Commands;

public sealed class PingExplainTests
{
    [Fact]
    public async Task A_service_that_answers_has_all_steps_ok()
    {
        await using Served math = await Served.StartAsync("--server", "--bind", "tcp://127.0.0.1:0", "System.Math");

        ToolResult result = await Tool.RunAsync("ping", "--explain", math.Endpoint);

        Assert.Equal(0, result.ExitCode);
        Assert.All(result.Output.TrimEnd().Split('\n').Take(4), line => Assert.StartsWith("ok ", line, StringComparison.Ordinal));
        Assert.Contains("ROUTER", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_told()
    {
        ToolResult result = await Tool.RunAsync("ping", "--explain", "tcp://127.0.0.1:1");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("Nobody listens on port 1", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad\r\n", "ZMTP: it answers 'HTTP/1.1 400 Bad")]
    [InlineData("", "ZMTP: no greeting")]
    public async Task Another_program_at_the_port_is_told(string says, string found)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task answering = AnswerAsync(listener, says);

        ToolResult result = await Tool.RunAsync("ping", "--explain", $"tcp://{listener.LocalEndpoint}");

        await answering.OrHang();
        Assert.Equal(6, result.ExitCode);
        Assert.Contains(found, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_router_that_does_not_answer_is_told_from_a_server()
    {
        await using RawPeer router = await RawPeer.RouterAsync();

        ToolResult result = await Tool.RunAsync("ping", "--explain", "--timeout", "1", router.Endpoint);

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("answer: none within 1 s, and no heartbeat back", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", 0, "they fit")]
    [InlineData("9", 4, "ours 9 s: it gives us up after")]
    [InlineData("0.3", 4, "we give it up after 0.6 s")]
    public async Task Intervals_are_compared_while_a_method_lasts(string ours, int exitCode, string found)
    {
        await using PeerProcess python = await Peer.Python.ServeAsync(new { bind = Peer.AnyPort, heartbeat = 1 });

        ToolResult result = await Tool.RunAsync("ping", "--explain", python.Endpoint, "--heartbeat", ours, "--method", "sleep", "30");

        string text = string.Join(' ', result.Output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(found, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_method_that_answers_after_silence_blocks_its_server()
    {
        await using PeerProcess python = await Peer.Python.ServeAsync(new { bind = Peer.AnyPort, heartbeat = 0.3 });

        ToolResult result = await Tool.RunAsync("ping", "--explain", python.Endpoint, "--heartbeat", "0.3", "--method", "block", "2");

        Assert.Equal(4, result.ExitCode);
        Assert.Contains("and sent none before", string.Join(' ', result.Output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static async Task AnswerAsync(TcpListener listener, string says)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(says), TestContext.Current.CancellationToken);
        byte[] greeting = new byte[12]; // The rest of it follows when ours has come.
        await client.GetStream().ReadExactlyAsync(greeting, TestContext.Current.CancellationToken);
    }
}
