using System.Text.Json;
using ZeroRpc;

// Reads PORT_ZEROSERVICE and, where the queue is to be in Redis, DOTCLOUD_DB_REDIS_URL.
try
{
    var options = new ZeroRpcServerOptions { MethodNaming = JsonNamingPolicy.SnakeCaseLower };
    await using var server = new ZeroRpcServer(new QueueApi(await OpenQueueAsync()), options);
    await server.ServeAsync();
    return 0;
}
catch (Exception error) when (error is FormatException or ZeroRpcEndpointException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
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
