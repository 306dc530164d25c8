namespace ZeroRpc.Tests.Behaviour;

/// <summary>Several servers that connect to one client which listens, where the transport can address one of them.</summary>
public abstract class WorkersBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    private const int Workers = 3;

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
}

public sealed class WorkersOverOwnTcp() : WorkersBehaviour(Carrier.OwnTcp);

public sealed class WorkersOverIpc() : WorkersBehaviour(Carrier.Ipc);
