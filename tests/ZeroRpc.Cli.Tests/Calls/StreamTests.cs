using ZeroRpc.Cli.Tests.Support;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Cli.Tests.Calls;

/// <summary>Streams are printed as they come and end cleanly.</summary>
public sealed class StreamTests
{
    private static readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Items_are_lines_of_JSON_with_ndjson()
    {
        await using CoolerServer server = CoolerServer.Bound(_heartbeat);

        Assert.Equal("0\n1\n2\n", (await Tool.RunAsync("--ndjson", "-j", server.Endpoint, "count", "3")).Output);
    }

    [Fact]
    public async Task Ctrl_C_closes_the_array_that_was_written_as_it_came()
    {
        await using CoolerServer server = CoolerServer.Bound(_heartbeat);
        await using Tool tool = Tool.Start("-pj", server.Endpoint, "count_for_ever");
        string beginning = await tool.ReadAsync(8);

        tool.Interrupt();

        ToolResult ended = await tool.EndAsync();
        Assert.Equal(("[0,1,2,3", ']', 130), (beginning, ended.Output[^1], ended.ExitCode));
        await server.Cooler.Abandoned.OrHang();
    }

    [Fact]
    public async Task A_stream_that_fails_closes_the_array_too()
    {
        await using CoolerServer server = CoolerServer.Bound(_heartbeat);

        ToolResult ended = await Tool.RunAsync("-pj", "-j", server.Endpoint, "count_then_boom", "2");

        Assert.Equal(("[0,1]", 1, "InvalidOperationException: mid-stream"), (ended.Output, ended.ExitCode, ended.Complaint));
    }

    [Fact]
    public async Task A_reader_that_has_gone_ends_the_stream()
    {
        await using CoolerServer server = CoolerServer.Bound(_heartbeat);
        await using Tool tool = Tool.Start(server.Endpoint, "count_for_ever");
        Assert.Equal("0", await tool.ReadLineAsync());

        tool.StopReading();

        ToolResult ended = await tool.EndAsync(outputClosed: true);
        Assert.Equal((0, $"connecting to \"{server.Endpoint}\"\n"), (ended.ExitCode, ended.Error));
    }

    [Fact]
    public async Task A_stream_that_rests_ends_by_its_idle_limit()
    {
        await using PeerProcess server = await Peer.Python.ServeAsync();

        ToolResult ended = await Tool.RunAsync("--idle", "0.3", "-j", server.Endpoint, "slow_count", "2", "60");

        Assert.Equal(("0\n", 3), (ended.Output, ended.ExitCode));
        Assert.StartsWith("the stream gave no further item within 0.3 s", ended.Complaint, StringComparison.Ordinal);
    }
}
