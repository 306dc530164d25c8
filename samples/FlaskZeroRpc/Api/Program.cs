using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ZeroRpc;
using ZeroRpc.Hosting;

// The queue as a ZeroRPC service. Reads PORT_ZEROSERVICE and, where the queue is to be in Redis, DOTCLOUD_DB_REDIS_URL; for encryption what Curve reads.
return await Serving.RunAsync(BuildAsync, host => host.Services.GetRequiredService<ZeroRpcHostedServer>().Endpoints);

static async Task<IHost> BuildAsync()
{
    string endpoint = $"tcp://0.0.0.0:{Settings.Port("PORT_ZEROSERVICE", 4242)}";
    CurveServerOptions? curve = Curve.OfServer();
    HostApplicationBuilder builder = Host.CreateApplicationBuilder();
    builder.Logging.OnlyProblems();
    builder.Services.AddSingleton(await OpenQueueAsync());
    builder.Services.AddZeroRpcServer(server =>
    {
        server.Endpoints.Add(endpoint);
        if (curve is not null)
        {
            server.UseCurve(curve);
        }

        server.MethodNaming = JsonNamingPolicy.SnakeCaseLower;
        server.AddService<QueueApi>();
    });
    return builder.Build();
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
