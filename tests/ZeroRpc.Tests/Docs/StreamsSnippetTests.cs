using System.Runtime.CompilerServices;

namespace ZeroRpc.Tests.Docs;

/// <summary>The C# of docs/streams.md, compiled and run: over memory, where the page shows tcp.</summary>
public sealed class StreamsSnippetTests
{
    private readonly string _endpoint = $"inproc://streams-{Guid.NewGuid():N}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_is_read_to_its_end()
    {
        await using ZeroRpcServer server = Serve(new ReadmeSnippetTests.Cooler());
        await using var client = new ZeroRpcClient(_endpoint);
        CancellationToken stop = Stop;
        int sum = 0;

        // snippet: stream-read
        var call = new CallOptions { Window = 1000, CancellationToken = stop };
        await foreach (int number in client.StreamAsync<int>("Count", call, 5))
        {
            sum += number;
        }
        // end

        // snippet: stream-idle
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await foreach (int number in client.StreamAsync<int>("Count", new CallOptions { CancellationToken = idle.Token }, 5))
        {
            idle.CancelAfter(TimeSpan.FromSeconds(10)); // from one item to the next
            sum += number;
        }
        // end

        Assert.Equal(20, sum);
    }

    [Fact]
    public async Task A_file_is_streamed_line_by_line()
    {
        string path = TemporaryFolder.NewPath();
        await File.WriteAllLinesAsync(path, ["one", "two"], Stop);
        await using ZeroRpcServer server = Serve(new Files());
        await using var client = new ZeroRpcClient(_endpoint);

        string[] lines = await client.StreamAsync<string>("Follow", path).ToArrayAsync(Stop);

        File.Delete(path); // which the handler's using no longer holds
        Assert.Equal(["one", "two"], lines);
    }

    [Fact]
    public async Task Parts_are_sent_by_calls()
    {
        await using ZeroRpcServer server = Serve(new Uploads());
        await using var client = new ZeroRpcClient(_endpoint);
        IEnumerable<int> readings = Enumerable.Repeat(2, 2500);

        // snippet: stream-upload
        string upload = await client.InvokeAsync<string>("Begin");
        foreach (int[] part in readings.Chunk(1000))
        {
            await client.InvokeAsync("Add", upload, part);
        }

        long total = await client.InvokeAsync<long>("End", upload);
        // end

        Assert.Equal(5000, total);
    }

    private ZeroRpcServer Serve(object service)
    {
        var server = new ZeroRpcServer(service);
        server.Bind(_endpoint);
        server.Start();
        return server;
    }

    private sealed class Files
    {
        // snippet: stream-serve
        public async IAsyncEnumerable<string> Follow(string path, [EnumeratorCancellation] CancellationToken callerLeft)
        {
            using StreamReader file = File.OpenText(path);
            while (await file.ReadLineAsync(callerLeft) is { } line)
            {
                yield return line;
            }
        }
        // end
    }

    private sealed class Uploads
    {
        private readonly Dictionary<string, long> _totals = [];

        public string Begin()
        {
            _totals["1"] = 0;
            return "1";
        }

        public void Add(string upload, int[] part) => _totals[upload] += part.Sum();

        public long End(string upload) => _totals[upload];
    }
}
