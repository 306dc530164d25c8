// The page that lists the queue. Reads PORT_WWW, and DOTCLOUD_DB_REDIS_URL or DOTCLOUD_API_ZEROSERVICE_URL; for encryption what Curve
// reads.
using ZeroRpc;

return await Serving.RunAsync(BuildAsync, app => app.Urls);

static async Task<WebApplication> BuildAsync()
{
    WebApplicationBuilder builder = WebServing.CreateBuilder();
    if (await RedisQueue.FromEnvironmentAsync() is { } redis)
    {
        builder.Services.AddSingleton<IQueueReader>(redis);
    }
    else
    {
        string api = Settings.Optional("DOTCLOUD_API_ZEROSERVICE_URL") ?? throw new FormatException(
            "Neither DOTCLOUD_DB_REDIS_URL nor DOTCLOUD_API_ZEROSERVICE_URL is set. Set one to where the queue is: " +
            "redis://127.0.0.1:6379, or an api that keeps it in memory, tcp://127.0.0.1:4242.");
        CurveClientOptions? curve = Curve.OfClient();
        builder.Services.AddSingleton<IQueueReader, ApiQueue>().AddZeroRpcClient(client =>
        {
            client.Endpoints.Add(api);
            if (curve is not null)
            {
                client.UseCurve(curve);
            }

            client.Timeout = TimeSpan.FromSeconds(3);
        });
    }

    WebApplication app = builder.Build();
    app.UseAssets();
    app.MapGet("/", async (IQueueReader queue) =>
    {
        try
        {
            return QueuePage.Listing(await queue.ItemsAsync());
        }
        catch (QueueAwayException away)
        {
            return QueuePage.Away(away.Message);
        }
    });
    return app;
}
