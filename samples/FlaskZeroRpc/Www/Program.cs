using ZeroRpc;

// The page that lists the queue. Reads PORT_WWW, and DOTCLOUD_DB_REDIS_URL or DOTCLOUD_API_ZEROSERVICE_URL.
try
{
    WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
    builder.ListenAtPort();
    Func<Task<string[]>> itemsAsync = await RedisQueue.FromEnvironmentAsync() is { } redis ? redis.ItemsAsync : ApiQueue().ItemsAsync;

    WebApplication app = builder.Build();
    app.UseAssets();
    app.MapGet("/", async () =>
    {
        try
        {
            return QueuePage.Listing(await itemsAsync());
        }
        catch (QueueAwayException away)
        {
            return QueuePage.Away(away.Message);
        }
    });
    await app.ServeAsync();
    return 0;
}
catch (Exception error) when (error is FormatException or IOException or ZeroRpcEndpointException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

static ApiQueue ApiQueue()
{
    string endpoint = Settings.Optional("DOTCLOUD_API_ZEROSERVICE_URL") ?? throw new FormatException(
        "Neither DOTCLOUD_DB_REDIS_URL nor DOTCLOUD_API_ZEROSERVICE_URL is set. Set one to where the queue is: " +
        "redis://127.0.0.1:6379, or an api that keeps it in memory, tcp://127.0.0.1:4242.");
    return new ApiQueue(new ZeroRpcClient(endpoint, new ZeroRpcClientOptions { Timeout = TimeSpan.FromSeconds(3) }));
}
