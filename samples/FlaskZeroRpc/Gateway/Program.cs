using ZeroRpc;

// HTTP routes that call a ZeroRPC worker. Reads PORT_WWW, DOTCLOUD_WORKER_ZEROSERVICE_URL, WORKER_TIMEOUT and WORKER_HEARTBEAT.
try
{
    WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
    builder.ListenAtPort();
    string endpoint = Settings.Required("DOTCLOUD_WORKER_ZEROSERVICE_URL", "tcp://127.0.0.1:4242, where the worker is");
    builder.Services.AddSingleton(new ZeroRpcClient(endpoint, new ZeroRpcClientOptions
    {
        Timeout = Settings.Seconds("WORKER_TIMEOUT", 10),
        Heartbeat = Settings.Seconds("WORKER_HEARTBEAT", 5),
        ConnectTimeout = TimeSpan.FromSeconds(1),
    }));
    builder.Services.AddExceptionHandler<CallFailures>();
    builder.Services.AddProblemDetails();

    WebApplication app = builder.Build();
    app.UseExceptionHandler();
    app.UseAssets();
    app.MapGet("/", () => Results.File(Path.Combine(AppContext.BaseDirectory, "assets", "gateway.html"), "text/html; charset=utf-8"));
    app.MapWorker();
    await app.ServeAsync();
    return 0;
}
catch (Exception error) when (error is FormatException or IOException or ZeroRpcEndpointException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
