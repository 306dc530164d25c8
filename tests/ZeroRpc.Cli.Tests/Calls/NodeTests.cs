using ZeroRpc.Cli.Tests.Support;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Cli.Tests.Calls;

/// <summary>Calls to a Node server.</summary>
public sealed class NodeTests
{
    [Theory]
    [InlineData("43\n", "-j", "@", "add_42", "1")]
    [InlineData("[0,1,2]", "-j", "-pj", "@", "count", "3")]
    [InlineData("None\n", "@", "nothing")]
    public async Task A_call_prints_its_result(string expected, params string[] commandLine)
    {
        await using PeerProcess server = await Peer.Node.ServeAsync();

        ToolResult ended = await Tool.RunAsync([.. commandLine.Select(argument => argument == "@" ? server.Endpoint : argument)]);

        Assert.Equal((0, expected), (ended.ExitCode, ended.Output));
    }

    [Fact]
    public async Task Methods_are_listed()
    {
        await using PeerProcess server = await Peer.Node.ServeAsync();

        ToolResult listed = await Tool.RunAsync(server.Endpoint);
        ToolResult signatures = await Tool.RunAsync("-?", server.Endpoint);

        Assert.Matches("(?m)^add_42 +<undocumented>$", listed.Output);
        Assert.Matches(@"(?m)^add_42\(", signatures.Output);
    }
}
