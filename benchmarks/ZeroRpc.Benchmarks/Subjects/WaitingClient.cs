namespace ZeroRpc.Benchmarks.Subjects;

/// <summary>A client whose calls are never answered.</summary>
internal static class WaitingClient
{
    /// <summary>Starts so many calls.</summary>
    public static Task<int>[] Call(ZeroRpcClient client, int calls)
    {
        var tasks = new Task<int>[calls];
        for (int i = 0; i < calls; i++)
        {
            tasks[i] = client.InvokeAsync<int>("Wait");
        }

        return tasks;
    }

    /// <summary>The bytes that each call holds on the client.</summary>
    public static async Task<double> MeasureAsync(int calls)
    {
        using var peer = new SilentPeer();
        await using var client = new ZeroRpcClient(peer.Endpoint);
        _ = client.InvokeAsync<int>("Wait");
        long before = await Heap.SettledAsync();
        Task<int>[] tasks = Call(client, calls);
        await Heap.UntilAsync(() => peer.Requests > calls);
        double bytes = (await Heap.SettledAsync() - before - (sizeof(long) * calls)) / (double)calls;
        GC.KeepAlive(tasks);
        return bytes;
    }
}
