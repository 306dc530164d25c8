using ZeroRpc.Cli.Tests.Support;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Cli.Tests.Calls;

/// <summary>The same command line, once Python's own command and once ours: the same standard output, where Python's works.</summary>
public sealed class SideBySideTests
{
    /// <summary>Command lines without the address, which stands where <c>@</c> does.</summary>
    public static TheoryData<string[]> CommandLines => new()
    {
        (string[])["@"],
        (string[])["@", "echo", "plain"],
        (string[])["@", "echo", "it's \"quoted\" ☃ \t"],
        (string[])["@", "echo", "-5"],
        (string[])["-j", "@", "add_42", "-5"],
        (string[])["-j", "@", "echo", "[1, 2.5, 1e30, null, true, \"x\", {\"b\": 1, \"a\": [1]}]"],
        (string[])["-j", "@", "echo", "{\"text\": \"a long text of many words, one after another, beyond the end of the line\"}"],
        (string[])["-j", "-pj", "@", "echo", "{\"b\": [1, 2.5, \"\\u2603\"], \"a\": {}}"],
        (string[])["-pj", "@", "nothing"],
        (string[])["@", "nothing"],
        (string[])["-j", "@", "count", "3"],
        (string[])["-j", "-pj", "@", "count", "3"],
        (string[])["--print-json", "--json", "@", "count", "0"],
        (string[])["--connect", "@", "echo", "x"],
        (string[])["--timeout", "5", "--heartbeat", "3", "--active-hb", "@", "echo", "x"],
        (string[])["@", "--", "echo", "--json"],
        (string[])["@", "greet", "you"],
        (string[])["@", ""],
        (string[])["--heartbeat", "0", "@", "echo", "x"],
        (string[])["-j", "-pj", "@", "echo", "[NaN, {\"a\": -Infinity}, 1e-7, 1e400, \"NaN\"]"],
    };

    [Theory]
    [MemberData(nameof(CommandLines))]
    public async Task Against_a_Python_server(string[] commandLine)
    {
        await using PeerProcess server = await Peer.Python.ServeAsync();

        await AssertSameAsync(commandLine, server.Endpoint);
    }

    [Theory]
    [MemberData(nameof(CommandLines))]
    public async Task Against_our_server(string[] commandLine)
    {
        await using CoolerServer server = CoolerServer.Bound(TimeSpan.FromSeconds(5));

        await AssertSameAsync(commandLine, server.Endpoint);
    }

    [Theory]
    [InlineData("-?", "@")]
    [InlineData("-?", "@", "greet")]
    [InlineData("-?", "@", "echo")]
    [InlineData("-?", "@", "no_such_method")]
    public async Task Signatures_of_our_server(params string[] commandLine)
    {
        await using CoolerServer server = CoolerServer.Bound(TimeSpan.FromSeconds(5));

        await AssertSameAsync(commandLine, server.Endpoint);
    }

    [Fact]
    public async Task Python_calls_what_serve_hosts()
    {
        await using Served served = await Served.StartAsync("serve", "--bind", Peer.AnyPort, "System.Math");

        await AssertSameAsync(["-j", "@", "Max", "3", "4"], served.Endpoint);
        await AssertSameAsync(["-?", "@", "Pow"], served.Endpoint);
    }

    private static async Task AssertSameAsync(string[] commandLine, string endpoint)
    {
        string[] arguments = [.. commandLine.Select(argument => argument == "@" ? endpoint : argument)];
        string expected = await PythonPeer.CommandLineAsync(arguments);

        ToolResult ours = await Tool.RunAsync(arguments);

        Assert.Equal(expected, ours.Output);
        Assert.Equal((0, $"connecting to \"{endpoint}\"\n"), (ours.ExitCode, ours.Error));
    }
}
