using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ZeroRpc;
using ZeroRpc.Hosting;

// A ZeroRPC service that computes. Reads PORT_ZEROSERVICE and WORKER_HEARTBEAT, and for encryption what Curve reads.
return await Serving.RunAsync(BuildAsync, host => host.Services.GetRequiredService<ZeroRpcHostedServer>().Endpoints);

static Task<IHost> BuildAsync()
{
    string endpoint = $"tcp://0.0.0.0:{Settings.Port("PORT_ZEROSERVICE", 4242)}";
    TimeSpan heartbeat = Settings.Seconds("WORKER_HEARTBEAT", 5);
    CurveServerOptions? curve = Curve.OfServer();
    HostApplicationBuilder builder = Host.CreateApplicationBuilder();
    builder.Logging.OnlyProblems();
    builder.Services.AddZeroRpcServer(server =>
    {
        server.Endpoints.Add(endpoint);
        if (curve is not null)
        {
            server.UseCurve(curve);
        }

        server.Heartbeat = heartbeat;
        server.MethodNaming = JsonNamingPolicy.SnakeCaseLower;
        server.AddService<Worker>();
    });
    return Task.FromResult(builder.Build());
}
