using System.Text.Json;
using ZeroRpc;

// Reads PORT_ZEROSERVICE and WORKER_HEARTBEAT.
try
{
    await using var server = new ZeroRpcServer(new Worker(), new ZeroRpcServerOptions
    {
        MethodNaming = JsonNamingPolicy.SnakeCaseLower,
        Heartbeat = Settings.Seconds("WORKER_HEARTBEAT", 5),
    });
    await server.ServeAsync();
    return 0;
}
catch (Exception error) when (error is FormatException or ZeroRpcEndpointException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
