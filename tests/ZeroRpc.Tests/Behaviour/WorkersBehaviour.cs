namespace ZeroRpc.Tests.Behaviour;

/// <summary>Several servers that connect to one client which listens, where the transport can address one of them.</summary>
public abstract class WorkersBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    private const int Workers = 3;
    private const int SharedOut = 30;

    [Fact]
    public async Task Streams_over_several_workers_stay_each_with_one()
    {
        ZeroRpcClient client = NewClient();
        string endpoint = client.Bind(NewEndpoint());
        StartWorkers(endpoint);
        await UntilAllAnswerAsync(client);

        List<int>[] streams = await Task.WhenAll(Enumerable.Range(0, 30).Select(
            _ => client.StreamAsync<int>("name", 300).ToListAsync(Aborted).AsTask())).OrHang();

        Assert.All(streams, stream => Assert.Equal(300, stream.Count));
        Assert.All(streams, stream => Assert.Single(stream.Distinct()));
        Assert.Equal(Workers, streams.Select(stream => stream[0]).Distinct().Count());
    }

    [Fact]
    public async Task Only_the_calls_of_a_worker_that_goes_are_lost()
    {
        ZeroRpcClient client = NewClient();
        string endpoint = client.Bind(NewEndpoint());
        ZeroRpcServer[] workers = StartWorkers(endpoint);
        await UntilAllAnswerAsync(client);
        IAsyncEnumerator<int>[] streams = [.. Enumerable.Range(0, 12).Select(_ => client.StreamAsync<int>("endless").GetAsyncEnumerator(Aborted))];
        int[] servedBy = new int[streams.Length];
        for (int i = 0; i < streams.Length; i++)
        {
            Assert.True(await streams[i].MoveNextAsync());
            servedBy[i] = streams[i].Current;
        }

        await workers[1].DisposeAsync();

        for (int i = 0; i < streams.Length; i++)
        {
            Task<int> reading = ReadAsync(streams[i], 1000);
            if (servedBy[i] == 1)
            {
                await Assert.ThrowsAnyAsync<ZeroRpcException>(() => reading.OrHang());
            }
            else
            {
                Assert.Equal(servedBy[i], await reading.OrHang());
            }
        }

        HashSet<int> left = [];
        for (int i = 0; i < 10; i++)
        {
            left.Add(await client.InvokeAsync<int>("who").OrHang());
        }

        Assert.Equal([0, 2], left.Order());
        foreach (IAsyncEnumerator<int> stream in streams)
        {
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_worker_that_comes_later_gets_its_share()
    {
        ZeroRpcClient client = NewClient();
        string endpoint = client.Bind(NewEndpoint());
        Task<int> early = client.InvokeAsync<int>("who");
        StartWorker(endpoint, 7);
        Assert.Equal(7, await early.OrHang());

        StartWorker(endpoint, 8);

        while (await client.InvokeAsync<int>("who").OrHang() != 8)
        {
        }
    }

    [Fact]
    public async Task Of_several_servers_that_connect_to_one_client_each_call_has_one()
    {
        ZeroRpcClient client = NewClient();
        string endpoint = client.Bind(NewEndpoint());
        var begun = new StartTogether(SharedOut);
        for (int i = 0; i < Workers; i++)
        {
            int number = i;
            ZeroRpcServer server = NewServer().AddMethod("name", (int n) => RepeatAsync(number, n, begun.ArriveAsync()));
            server.Connect(endpoint);
            server.Start();
        }

        HashSet<int> used = [];
        List<int>[] streams = [];
        while (used.Count < Workers)
        {
            // Until all three have connected.
            streams = await StreamsAsync(client);
            used.UnionWith(streams.Select(stream => stream[0]));
        }

        streams = await StreamsAsync(client);
        Assert.Equal([10, 10, 10], streams.CountBy(stream => stream[0]).Select(server => server.Value));
    }

    private ZeroRpcServer[] StartWorkers(string endpoint) =>
        [.. Enumerable.Range(0, Workers).Select(number => StartWorker(endpoint, number))];

    private ZeroRpcServer StartWorker(string endpoint, int number)
    {
        ZeroRpcServer worker = NewServer(new ZeroRpcServerOptions { Linger = TimeSpan.Zero, StopTimeout = TimeSpan.Zero })
            .AddMethod("who", () => number)
            .AddMethod("name", (int n) => Enumerable.Repeat(number, n).ToAsyncEnumerable())
            .AddMethod("endless", (CancellationToken lost) => Streams.Endless(lost).Select(_ => number));
        worker.Connect(endpoint);
        worker.Start();
        return worker;
    }

    private static async Task UntilAllAnswerAsync(ZeroRpcClient client)
    {
        HashSet<int> heard = [];
        while (heard.Count < Workers)
        {
            heard.Add(await client.InvokeAsync<int>("who").OrHang());
        }
    }

    private static async Task<int> ReadAsync(IAsyncEnumerator<int> stream, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Assert.True(await stream.MoveNextAsync());
        }

        return stream.Current;
    }

    // One that ended before the others began would make room for one more where it was.
    private static async IAsyncEnumerable<int> RepeatAsync(int number, int count, Task allBegun)
    {
        await allBegun;
        for (int i = 0; i < count; i++)
        {
            yield return number;
        }
    }

    private static async Task<List<int>[]> StreamsAsync(ZeroRpcClient client)
    {
        List<int>[] streams = await Task.WhenAll(Enumerable.Range(0, SharedOut).Select(
            _ => client.StreamAsync<int>("name", 300).ToListAsync(Aborted).AsTask())).OrHang();

        Assert.All(streams, stream => Assert.Equal(300, stream.Count));
        Assert.All(streams, stream => Assert.Single(stream.Distinct()));
        return streams;
    }
}

public sealed class WorkersInMemory() : WorkersBehaviour(Carrier.Memory);

public sealed class WorkersOverTcp() : WorkersBehaviour(Carrier.Tcp);

public sealed class WorkersOverIpc() : WorkersBehaviour(Carrier.Ipc);

/// <summary>The same over NetMQ, which can address none of several servers.</summary>
public sealed class WorkersOverNetMq() : BehaviourTest(Carrier.NetMq)
{
    [Fact]
    public async Task Of_several_servers_that_connect_to_one_client_only_short_calls_can_have_one()
    {
        ZeroRpcClient client = NewClient(new ZeroRpcClientOptions { Heartbeat = Interval });
        string endpoint = client.Bind(NewEndpoint());
        for (int i = 0; i < 2; i++)
        {
            ZeroRpcServer server = NewServer(new ZeroRpcServerOptions { Heartbeat = Interval, Linger = TimeSpan.Zero })
                .AddMethod("one", () => 1)
                .AddMethod("count", (int n) => AsyncEnumerable.Range(0, n))
                .AddMethod("hang", (CancellationToken lost) => Task.Delay(Timeout.Infinite, lost));
            server.Connect(endpoint);
            server.Start();
        }

        // Until both have connected, of which the client alone can tell.
        ZeroRpcEndpointException? refusal = null;
        while (refusal is null)
        {
            refusal = await Record.ExceptionAsync(() => client.StreamAsync<int>("count", 5).CountAsync(Aborted).AsTask().OrHang())
                as ZeroRpcEndpointException;
        }

        Assert.Equal(("count", endpoint), (refusal.Method, refusal.Endpoint));
        Assert.Contains("several peers are connected", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ZeroRpcEndpointException>(() => client.Stream<int>("count", 5).First());
        Assert.Equal(1, await client.InvokeAsync<int>("one").OrHang());
        Assert.Equal("hang", (await Assert.ThrowsAsync<ZeroRpcEndpointException>(() => client.InvokeAsync("hang").OrHang())).Method);
    }
}
