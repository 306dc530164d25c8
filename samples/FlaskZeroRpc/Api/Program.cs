using System.Runtime.InteropServices;
using System.Text.Json;
using ZeroRpc;

// Reads PORT_ZEROSERVICE and, where the queue is to be in Redis, DOTCLOUD_DB_REDIS_URL.
using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    string endpoint = $"tcp://0.0.0.0:{Settings.Port("PORT_ZEROSERVICE", 4242)}";
    await using var server = new ZeroRpcServer(
        new QueueApi(await OpenQueueAsync()), new ZeroRpcServerOptions { MethodNaming = JsonNamingPolicy.SnakeCaseLower });
    Console.WriteLine($"Serving at {server.Bind(endpoint)}");
    await server.RunAsync(stop.Token);
    return 0;
}
catch (Exception error) when (error is FormatException or ZeroRpcEndpointException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

static async Task<IQueue> OpenQueueAsync()
{
    if (await RedisQueue.FromEnvironmentAsync() is { } redis)
    {
        return redis;
    }

    Console.WriteLine("DOTCLOUD_DB_REDIS_URL is not set: the queue is kept in memory, until this process ends.");
    return new MemoryQueue();
}
