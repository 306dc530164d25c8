using ZeroRpc;

/// <summary>Several workers and one client of them all.</summary>
public sealed class WorkerPool : IAsyncDisposable
{
    private readonly List<WorkerProcess> _workers = [];

    private WorkerPool(ZeroRpcClientOptions options) => Client = new ZeroRpcClient(options);

    /// <summary>The client. It sends each call to the connected worker with the fewest under way.</summary>
    public ZeroRpcClient Client { get; }

    /// <summary>The workers' processes.</summary>
    public IReadOnlyList<WorkerProcess> Workers => _workers;

    /// <summary>Starts workers and waits until the client is connected to all of them, so that the first calls are spread too.</summary>
    /// <param name="count">How many.</param>
    /// <param name="options">The client's options.</param>
    /// <param name="workerOptions">Those of <c>worker.py</c>.</param>
    public static async Task<WorkerPool> StartAsync(int count, ZeroRpcClientOptions options, params string[] workerOptions)
    {
        var pool = new WorkerPool(options);
        try
        {
            for (int i = 0; i < count; i++)
            {
                pool._workers.Add(await WorkerProcess.StartAsync(workerOptions));
            }

            await pool.ConnectAsync();
            return pool;
        }
        catch
        {
            await pool.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        foreach (WorkerProcess worker in _workers)
        {
            await worker.DisposeAsync();
        }
    }

    private async Task ConnectAsync()
    {
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Client.ConnectionChanged += (_, _) =>
        {
            if (Client.Connections.Count(each => each.State == ZeroRpcConnectionState.Connected) == _workers.Count)
            {
                connected.TrySetResult();
            }
        };
        Client.Connect([.. _workers.Select(worker => worker.Endpoint)]);
        await connected.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
