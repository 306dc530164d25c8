// HTTP routes that call a ZeroRPC worker. Reads PORT_WWW, DOTCLOUD_WORKER_ZEROSERVICE_URL, WORKER_TIMEOUT and WORKER_HEARTBEAT,
// and for encryption what Curve reads.
using ZeroRpc;

return await Serving.RunAsync(BuildAsync, app => app.Urls);

static Task<WebApplication> BuildAsync()
{
    string worker = Settings.Required("DOTCLOUD_WORKER_ZEROSERVICE_URL", "tcp://127.0.0.1:4242, where the worker is");
    (TimeSpan timeout, TimeSpan heartbeat) = (Settings.Seconds("WORKER_TIMEOUT", 30), Settings.Seconds("WORKER_HEARTBEAT", 5));
    CurveClientOptions? curve = Curve.OfClient();
    WebApplicationBuilder builder = WebServing.CreateBuilder();
    builder.Services.AddZeroRpcClient(client =>
    {
        client.Endpoints.Add(worker);
        if (curve is not null)
        {
            client.UseCurve(curve);
        }

        client.Timeout = timeout;
        client.Heartbeat = heartbeat;
        client.ConnectTimeout = TimeSpan.FromSeconds(1);
    });
    builder.Services.AddExceptionHandler<CallFailures>().AddProblemDetails();

    WebApplication app = builder.Build();
    app.UseExceptionHandler();
    app.UseAssets();
    app.MapGet("/", () => Results.File(Path.Combine(AppContext.BaseDirectory, "assets", "gateway.html"), "text/html; charset=utf-8"));
    app.MapWorker();
    return Task.FromResult(app);
}
