using System.Net;
using System.Net.Sockets;
using ZeroRpc.Cli.Commands.Trace;
using ZeroRpc.Cli.Tests.Support;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Cli.Tests.Commands;

public sealed class TraceTests
{
    private readonly string _file = TemporaryFolder.NewPath();

    [Fact]
    public async Task Each_event_that_crosses_is_a_line()
    {
        await using PeerProcess python = await Peer.Python.ServeAsync();

        (ToolResult trace, _) = await TraceAsync(python.Endpoint, async relay => await Tool.RunAsync("-j", relay, "count", "2"));

        Assert.Equal(
            ["→ 1 count(2)", "← 1 STREAM 0", "→ 1 _zpc_more 100", "← 1 STREAM 1", "← 1 STREAM_DONE null"],
            trace.Output.TrimEnd().Split('\n').Select(Essence));
    }

    [Fact]
    public async Task Two_clients_are_kept_apart()
    {
        await using Served math = await Served.StartAsync("--server", "--bind", "tcp://127.0.0.1:0", "System.Math");

        (ToolResult trace, _) = await TraceAsync(math.Endpoint, async relay =>
        {
            await Tool.RunAsync("-j", relay, "Max", "1", "2");
            return await Tool.RunAsync("-j", relay, "Max", "3", "4");
        });

        Assert.Equal(
            ["#1", "#1", "#2", "#2"],
            trace.Output.TrimEnd().Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]));
    }

    /// <summary>An event whose names and numbers are not packed as shortly as they could be, and bytes that are no event.</summary>
    [Theory]
    [InlineData("93 82 d90a6d6573736167655f6964 cc01 a176 d200000003 da00016d dc0001cf0000000000000007")]
    [InlineData("c1 00 ff")]
    public async Task Bytes_pass_both_ways_as_they_are(string hex)
    {
        byte[] body = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        await using RawPeer server = await RawPeer.RouterAsync();

        (ToolResult trace, _) = await TraceAsync(
            server.Endpoint,
            async relay =>
            {
                await using RawPeer client = await RawPeer.DealerAsync(relay);
                await client.SendAsync([], body);
                byte[][] request = await server.ReceiveAsync();
                Assert.Equal([[], body], request[1..]);
                await server.SendAsync(request[0], [], body);
                Assert.Equal([[], body], await client.ReceiveAsync());
                return new ToolResult(0, "", "");
            },
            "--record",
            _file);

        Assert.Equal(2, trace.Output.TrimEnd().Split('\n').Length);
        IReadOnlyList<Crossing> recorded = await Transcript.ReadAsync(_file, TestContext.Current.CancellationToken);
        Assert.Equal([[[], body], [[], body]], recorded.Select(crossing => crossing.Frames));
        Assert.Equal([true, false], recorded.Select(crossing => crossing.FromClient));
    }

    [Fact]
    public async Task A_client_that_goes_takes_its_connection_to_the_server_along()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();

        await TraceAsync($"tcp://{server.LocalEndpoint}", async relay =>
        {
            await using var client = new ZeroRpcClient(relay);
            Task call = client.InvokeAsync("never");
            using TcpClient connection = await server.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask().OrHang();

            await client.DisposeAsync();

            await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
            await connection.GetStream().CopyToAsync(Stream.Null, TestContext.Current.CancellationToken).OrHang();
            return new ToolResult(0, "", "");
        });
    }

    [Fact]
    public async Task Unix_domain_sockets_are_traced_too()
    {
        await using Served math = await Served.StartAsync("--server", "--bind", "ipc://*", "System.Math");
        await using Tool trace = Tool.Start("trace", "--listen", "ipc://*", "--forward", math.Endpoint, "--no-heartbeats");
        string relay = (await trace.ReadErrorAsync())!.Split(' ')[2].TrimEnd(',');

        ToolResult call = await Tool.RunAsync("-j", relay, "Max", "1", "2");

        Assert.Equal((0, "2\n"), (call.ExitCode, call.Output));
    }

    [Fact]
    public async Task A_recorded_transcript_replays_as_the_server()
    {
        await using (Served math = await Served.StartAsync("--server", "--bind", "tcp://127.0.0.1:0", "System.Math"))
        {
            await TraceAsync(math.Endpoint, relay => Tool.RunAsync("-j", relay, "Max", "1", "2"), "--record", _file);
        }

        await using Tool replay = Tool.Start("trace", "--replay", _file, "--listen", "tcp://127.0.0.1:0");
        string endpoint = (await replay.ReadErrorAsync())!.Split(' ')[^1];
        ToolResult recorded = await Tool.RunAsync("-j", endpoint, "Max", "1", "2");
        ToolResult other = await Tool.RunAsync("-j", endpoint, "Max", "1", "3");

        Assert.Equal((0, "2\n"), (recorded.ExitCode, recorded.Output));
        Assert.Equal((1, "NotRecorded: The transcript has no call Max(1, 3)."), (other.ExitCode, other.Complaint));
    }

    [Theory]
    [InlineData("stream-small-window.json")]
    [InlineData("values.json")]
    [InlineData("errors.json")]
    public async Task Recorded_clients_replay_against_a_server_that_answers_the_same(string transcript)
    {
        await using PeerProcess python = await Peer.Python.ServeAsync();

        ToolResult result = await Tool.RunAsync("trace", "--replay", Path.Combine(Transcripts, transcript), "--forward", python.Endpoint);

        Assert.EndsWith("answered as recorded, 0 not\n", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task A_server_that_answers_otherwise_is_found()
    {
        await using Served math = await Served.StartAsync("--server", "--bind", "tcp://127.0.0.1:0", "System.Math");

        ToolResult result = await Tool.RunAsync("trace", "--replay", Path.Combine(Transcripts, "call.json"), "--forward", math.Endpoint);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("now it is ERR \"NameError\"", result.Error, StringComparison.Ordinal);
    }

    /// <summary>What the client sent after items that do not come now would wait for ever.</summary>
    [Fact]
    public async Task A_server_that_answers_less_ends_the_replay_too()
    {
        await using Served math = await Served.StartAsync("--server", "--bind", "tcp://127.0.0.1:0", "System.Math");

        ToolResult result = await Tool.RunAsync("trace", "--replay", Path.Combine(Transcripts, "stream-small-window.json"), "--forward", math.Endpoint);

        Assert.Equal(1, result.ExitCode);
        Assert.EndsWith(", 0 answered as recorded, 1 not\n", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("python-client-node-server.json")]
    [InlineData("int-map-key-dropped.json")]
    [InlineData("heartbeat-lost-server.json")]
    public async Task What_is_read_from_a_transcript_is_written_as_the_same_frames(string transcript)
    {
        IReadOnlyList<Crossing> read = await Transcript.ReadAsync(
            Path.Combine(Transcripts, transcript), TestContext.Current.CancellationToken);
        using (var file = new TranscriptFile(_file))
        {
            foreach (Crossing crossing in read)
            {
                file.Write(crossing);
            }
        }

        IReadOnlyList<Crossing> again = await Transcript.ReadAsync(_file, TestContext.Current.CancellationToken);

        Assert.Equal(read.SelectMany(crossing => crossing.Frames), again.SelectMany(crossing => crossing.Frames));
        Assert.Equal(
            read.Select(crossing => (crossing.At, crossing.FromClient)),
            again.Select(crossing => (crossing.At, crossing.FromClient)));
    }

    [Fact]
    public async Task A_server_whose_heartbeats_stop_is_told()
    {
        IReadOnlyList<Crossing> transcript = await Transcript.ReadAsync(
            Path.Combine(Transcripts, "heartbeat-lost-server.json"), TestContext.Current.CancellationToken);
        var book = new ChannelBook(TimeSpan.FromSeconds(1));
        List<string> missing = [];

        foreach (Crossing crossing in transcript)
        {
            missing.AddRange(book.Check(crossing.At).Select(found => found.What));
            book.Find(crossing)?.Observe(crossing);
        }

        Assert.Contains(missing, what => what.Contains("from the server", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("give both --listen (where clients connect) and --forward (where the server is).", "--listen", "tcp://127.0.0.1:0")]
    [InlineData("not both.", "--replay", "x", "--listen", "tcp://127.0.0.1:0", "--forward", "tcp://127.0.0.1:1")]
    public async Task A_trace_between_nothing_is_a_usage_error(string complaint, params string[] arguments)
    {
        ToolResult result = await Tool.RunAsync(["trace", .. arguments]);

        Assert.Equal(2, result.ExitCode);
        Assert.EndsWith(complaint, result.Complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inproc://a", "tcp://127.0.0.1:1")]
    [InlineData("tcp://127.0.0.1:0", "inproc://a")]
    public async Task What_is_inside_a_process_cannot_be_traced(string listen, string forward)
    {
        ToolResult result = await Tool.RunAsync("trace", "--listen", listen, "--forward", forward);

        Assert.Equal(5, result.ExitCode);
        Assert.Equal("'inproc://a' is inside one process, where a trace of another process sees nothing.", result.Complaint);
    }

    private static string Transcripts => Path.Combine(AppContext.BaseDirectory, "Transcripts");

    /// <summary>A line without its time, its client and its note.</summary>
    private static string Essence(string line) =>
        string.Join(' ', line.Split("  (")[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(2));

    private static async Task<(ToolResult Trace, ToolResult Call)> TraceAsync(
        string server, Func<string, Task<ToolResult>> callAsync, params string[] options)
    {
        await using Tool trace = Tool.Start(["trace", "--listen", "tcp://127.0.0.1:0", "--forward", server, "--no-heartbeats", .. options]);
        string relay = (await trace.ReadErrorAsync())!.Split(' ')[2].TrimEnd(',');
        ToolResult call = await callAsync(relay);
        trace.Terminate();
        return (await trace.EndAsync(), call);
    }
}
