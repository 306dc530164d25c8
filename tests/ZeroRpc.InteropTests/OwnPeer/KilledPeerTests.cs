using ZeroRpc.InteropTests.Harness;
using static ZeroRpc.InteropTests.Harness.ShortHeartbeat;

namespace ZeroRpc.InteropTests.OwnPeer;

/// <summary>Python and Node servers that <c>kill -9</c> ends in the middle of calls and streams, and others that take their place.</summary>
public sealed class KilledPeerTests
{
    public static TheoryData<Carrier> Carriers => [Carrier.Tcp, Carrier.Ipc];

    public static MatrixTheoryData<string, Carrier> Servers { get; } = new(["Python", "Node"], [Carrier.Tcp, Carrier.Ipc]);

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task What_a_killed_server_had_is_lost_and_the_one_in_its_place_serves_the_rest(string name, Carrier carrier)
    {
        Peer peer = name == "Python" ? Peer.Python : Peer.Node;
        PeerProcess first = await ShortHeartbeat.ServeAsync(peer, carrier.NewEndpoint());
        string endpoint = first.Endpoint;
        await using var client = new ZeroRpcClient(endpoint, ClientOptions(carrier));
        Task<int> call = client.InvokeAsync<int>("sleep", 60);
        await AwaitSleepAsync(first);
        await using IAsyncEnumerator<int> stream = client.StreamAsync<int>("slow_count", 1000, 0.1)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await stream.MoveNextAsync().AsTask().OrHang());

        await first.DisposeAsync();

        Assert.Equal("sleep", (await Assert.ThrowsAsync<LostRemoteException>(() => call).OrHang()).Method);
        Assert.Equal("slow_count", (await Assert.ThrowsAsync<LostRemoteException>(() => ToTheEndAsync(stream)).OrHang()).Method);
        Task<int> waiting = client.InvokeAsync<int>("add_42", 1);
        await using PeerProcess second = await ShortHeartbeat.ServeAsync(peer, endpoint);
        Assert.Equal(43, await waiting.OrHang());
        Assert.Equal(250, await client.StreamAsync<int>("count", 250).CountAsync(TestContext.Current.CancellationToken).AsTask().OrHang());
    }

    [Theory]
    [MemberData(nameof(Carriers))]
    public async Task Of_three_workers_of_a_client_that_listens_only_the_killed_ones_calls_are_lost(Carrier carrier)
    {
        await using var client = new ZeroRpcClient(ClientOptions(carrier));
        string endpoint = client.Bind(carrier.NewEndpoint());
        var workers = new List<PeerProcess>();
        var calls = new List<Task<int>>();
        var streams = new List<IAsyncEnumerator<int>>();
        for (int i = 0; i < 3; i++)
        {
            workers.Add(await Peer.Python.ServeAsync(new { connect = endpoint, heartbeat = Heartbeat.TotalSeconds }));
        }

        // A sleeping call tells at which worker it is; calls go on until each worker has one.
        int[] sleeping = await SleepAtEachAsync(client, workers, calls);
        for (int i = 0; i < 6; i++)
        {
            streams.Add(client.StreamAsync<int>("slow_count", 30, 0.05).GetAsyncEnumerator(TestContext.Current.CancellationToken));
            Assert.True(await streams[i].MoveNextAsync().AsTask().OrHang());
        }

        await workers[0].DisposeAsync();

        int lost = 0;
        foreach (IAsyncEnumerator<int> stream in streams)
        {
            lost += await EndsWellAsync(stream).OrHang() ? 0 : 1;
            await stream.DisposeAsync();
        }

        // Each stream went to the worker with the fewest calls; one that connected before the others may have begun with more of them.
        int before = sleeping.Count(worker => worker == 0);
        int all = calls.Count + streams.Count;
        Assert.InRange(lost, (all / 3) - before, ((all + 2) / 3) - before);
        for (int i = 0; i < calls.Count; i++)
        {
            if (sleeping[i] == 0)
            {
                await Assert.ThrowsAsync<LostRemoteException>(() => calls[i]).OrHang();
            }
            else
            {
                Assert.Equal(4, await calls[i].OrHang());
            }
        }

        Assert.Equal(43, await client.InvokeAsync<int>("add_42", 1).OrHang());
        await workers[1].DisposeAsync();
        await workers[2].DisposeAsync();
    }

    /// <summary>Makes calls until each worker has one; gives the worker of each call.</summary>
    private static async Task<int[]> SleepAtEachAsync(ZeroRpcClient client, List<PeerProcess> workers, List<Task<int>> calls)
    {
        while (client.InvokeAsync<int>("add_42", 1) is var probe && await probe.OrHang() != 43)
        {
        }

        Task<System.Text.Json.JsonElement>[] started = [.. workers.Select(worker => worker.ReadAsync())];
        var servedBy = new List<int>();
        while (servedBy.Distinct().Count() < workers.Count)
        {
            calls.Add(client.InvokeAsync<int>("sleep", 4));
            int worker = Array.IndexOf(started, await Task.WhenAny(started).OrHang());
            servedBy.Add(worker);
            started[worker] = workers[worker].ReadAsync();
        }

        return [.. servedBy];
    }

    private static async Task<bool> EndsWellAsync(IAsyncEnumerator<int> stream)
    {
        try
        {
            await ToTheEndAsync(stream);
            return true;
        }
        catch (LostRemoteException)
        {
            return false;
        }
    }

    private static async Task ToTheEndAsync(IAsyncEnumerator<int> stream)
    {
        while (await stream.MoveNextAsync())
        {
        }
    }
}
