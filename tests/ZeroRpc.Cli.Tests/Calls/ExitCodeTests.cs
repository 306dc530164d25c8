using System.Net;
using System.Net.Sockets;
using ZeroRpc.Cli.Tests.Support;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Cli.Tests.Calls;

/// <summary>What ends a call is told by the exit code and by one line; nothing but results is on standard output.</summary>
public sealed class ExitCodeTests
{
    private static readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_remote_error_is_1()
    {
        await using CoolerServer server = CoolerServer.Bound(_heartbeat);

        ToolResult ended = await Tool.RunAsync(server.Endpoint, "boom_as_python");

        Assert.Equal(new ToolResult(1, "", $"connecting to \"{server.Endpoint}\"\nzerorpc-cs: ValueError: bad thing ☃\n"), ended);
    }

    [Fact]
    public async Task The_remotes_traceback_is_shown_when_wanted()
    {
        await using CoolerServer server = CoolerServer.Bound(_heartbeat);

        ToolResult ended = await Tool.RunAsync("--traceback", server.Endpoint, "boom_as_python");

        Assert.Equal(
            $"connecting to \"{server.Endpoint}\"\nthe lines of a remote\nzerorpc-cs: ValueError: bad thing ☃\n", ended.Error);
    }

    [Theory]
    [InlineData("unknown option '--nope'", "--nope", "tcp://127.0.0.1:1")]
    [InlineData("which method? Write describe ADDRESS METHOD.", "describe", "tcp://127.0.0.1:1")]
    [InlineData("no address: give the service's address", "describe")]
    [InlineData("no address: give the service's address")]
    [InlineData("nowhere to serve: give --bind", "--server", "System.Math")]
    [InlineData("'x' is no count for --pool-size: write a whole number", "--pool-size", "x", "tcp://127.0.0.1:1")]
    [InlineData("'0' is no count for -n: write a whole number", "bench", "tcp://127.0.0.1:1", "-n", "0", "echo")]
    [InlineData("'0.5' is no count for --count: write a whole number", "ping", "-c", "0.5", "tcp://127.0.0.1:1")]
    [InlineData("parameter 2 is no JSON, at line 1, column 5:", "-j", "tcp://127.0.0.1:1", "echo", "1", "[1, ]")]
    [InlineData("'x' is no time for --timeout", "--timeout", "x", "tcp://127.0.0.1:1")]
    [InlineData("'0' is no time for --timeout", "--timeout", "0", "tcp://127.0.0.1:1")]
    [InlineData("--client and --server exclude each other", "--client", "--server", "tcp://127.0.0.1:1", "System.Math")]
    [InlineData("parameter 1: no file is named behind the mark", "-m", "tcp://127.0.0.1:1", "echo", "@bin:")]
    [InlineData("parameter 1: 'no-such-file' cannot be read", "-m", "tcp://127.0.0.1:1", "echo", "@bin:no-such-file")]
    public async Task A_wrong_command_line_is_2(string complaint, params string[] arguments) =>
        AssertEnded(2, complaint, await Tool.RunAsync(arguments));

    [Fact]
    public async Task No_reply_where_nobody_listens_is_3()
    {
        string endpoint = FreePort.Endpoint();

        AssertEnded(
            3,
            $"'echo' at {endpoint} gave no reply within 0.3 s. Nobody listens at {endpoint}",
            await Tool.RunAsync("--timeout", "0.3", endpoint, "echo", "x"));
    }

    [Fact]
    public async Task No_reply_where_somebody_listens_is_3()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        string endpoint = $"tcp://{listener.LocalEndpoint}";

        AssertEnded(
            3,
            $"'echo' at {endpoint} gave no reply within 0.3 s. Somebody listens at {endpoint}, but does not answer",
            await Tool.RunAsync("--timeout", "0.3", endpoint, "echo", "x"));
    }

    [Fact]
    public async Task A_lost_remote_is_4()
    {
        await using RawPeer silent = await RawPeer.RouterAsync();

        AssertEnded(
            4,
            $"Lost the remote of 'echo' at {silent.Endpoint}",
            await Tool.RunAsync("--active-hb", "--heartbeat", "0.2", silent.Endpoint, "echo", "x"));
    }

    [Fact]
    public async Task Nobody_to_send_active_heartbeats_to_is_3_after_three_intervals()
    {
        string endpoint = FreePort.Endpoint();

        AssertEnded(
            3,
            $"'echo' was not sent: no peer was connected at {endpoint} within 0.6 s. Nobody listens at {endpoint}",
            await Tool.RunAsync("--active-hb", "--heartbeat", "0.2", endpoint, "echo", "x"));
    }

    [Theory]
    [InlineData("'nonsense' is no address", "nonsense", "echo")]
    [InlineData("'inproc://x' is inside one process", "inproc://x", "echo")]
    [InlineData("'inproc://x' is inside one process", "list", "inproc://x")]
    [InlineData("'http://x' is no usable endpoint", "http://x", "echo")]
    [InlineData("'tcp://127.0.0.1' is no usable endpoint: it has no port", "--connect", "tcp://127.0.0.1", "echo")]
    public async Task What_is_no_endpoint_is_5(string complaint, params string[] arguments) =>
        AssertEnded(5, complaint, await Tool.RunAsync(arguments));

    [Fact]
    public async Task A_port_in_use_is_5()
    {
        await using CoolerServer server = CoolerServer.Bound(_heartbeat);

        ToolResult ended = await Tool.RunAsync("serve", "--bind", server.Endpoint, "System.Math");

        Assert.Equal(5, ended.ExitCode);
        Assert.Contains(server.Endpoint, ended.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_protocol_is_6()
    {
        await using RawPeer server = await RawPeer.RouterAsync();
        await using Tool tool = Tool.Start(server.Endpoint, "echo", "x");
        (byte[][] envelope, RawEvent request) = await server.ReceiveEventAsync();
        var header = new Dictionary<object, object?> { ["message_id"] = "1", ["v"] = 3, ["response_to"] = request.Header["message_id"] };

        await server.SendAsync([.. envelope, RawEvent.Encode(header, "OK", "no array")]);

        AssertEnded(6, "The reply to 'echo'", await tool.EndAsync());
    }

    [Theory]
    [InlineData("0.5", "0.5")]
    [InlineData("off", "off")]
    public async Task Times_take_fractions_and_off(string timeout, string heartbeat)
    {
        await using CoolerServer server = CoolerServer.Bound(_heartbeat);

        ToolResult ended = await Tool.RunAsync(
            "--timeout", timeout, "--heartbeat", heartbeat, "--idle", timeout, "-pj", server.Endpoint, "count", "-j", "2");

        Assert.Equal((0, "[0,1]"), (ended.ExitCode, ended.Output));
    }

    [Fact]
    public async Task Ctrl_C_is_130()
    {
        await using RawPeer server = await RawPeer.RouterAsync();
        await using Tool tool = Tool.Start(server.Endpoint, "echo", "x");
        await server.ReceiveEventAsync();

        tool.Interrupt();

        ToolResult ended = await tool.EndAsync();
        Assert.Equal((130, "", $"connecting to \"{server.Endpoint}\"\n"), (ended.ExitCode, ended.Output, ended.Error));
    }

    private static void AssertEnded(int exitCode, string complaint, ToolResult ended)
    {
        Assert.StartsWith(complaint, ended.Complaint, StringComparison.Ordinal);
        Assert.Equal((exitCode, ""), (ended.ExitCode, ended.Output));
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }
}
