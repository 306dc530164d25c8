using ZeroRpc.Cli.Tests.Support;
using ZeroRpc.InteropTests.Harness;
using ZeroRpc.Tests.Docs;

namespace ZeroRpc.Cli.Tests.Docs;

/// <summary>The commands of docs/lost-remote.md, run as they stand there but for the endpoints.</summary>
public sealed class LostRemoteTests
{
    private readonly Markdown _page = Markdown.Read("docs/lost-remote.md");

    [Fact]
    public async Task Explaining_tells_of_heartbeats_that_differ()
    {
        await using PeerProcess python = await Peer.Python.ServeAsync(new { bind = Peer.AnyPort, heartbeat = 1 });

        ToolResult explained = await Tool.RunAsync(Command("lost-explain", python.Endpoint));

        Assert.Equal(4, explained.ExitCode);
        Assert.Contains("Give both sides the same", explained.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_is_seen_from_between()
    {
        await using Served math = await Served.StartAsync("serve", "--bind", "tcp://127.0.0.1:0", "System.Math");
        await using Tool trace = Tool.Start(Command("lost-trace", math.Endpoint));
        string between = (await trace.ReadErrorAsync())!.Split(' ', ',')[2];

        ToolResult call = await Tool.RunAsync("-j", between, "Max", "3", "4");

        Assert.Equal(0, call.ExitCode);
        Assert.Contains("Max(3, 4)", await trace.ReadLineAsync(), StringComparison.Ordinal);
    }

    /// <summary>The arguments of a command, with the endpoint of the server, and a free port to listen at.</summary>
    private string[] Command(string name, string endpoint) => _page.Block(name)
        .Replace("tcp://127.0.0.1:4242", endpoint, StringComparison.Ordinal)
        .Replace("tcp://127.0.0.1:4243", "tcp://127.0.0.1:0", StringComparison.Ordinal)
        .Split(' ')[1..];
}
