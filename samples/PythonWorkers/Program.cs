using System.Globalization;
using System.Text.Json;
using ZeroRpc;

// measure [SECONDS [ROW ...]]: tries the settings of the README's table, with SECONDS for the default heartbeat.
if (args is ["measure", .. string[] rest])
{
    double heartbeat = rest is [string seconds, ..] ? double.Parse(seconds, CultureInfo.InvariantCulture) : 5;
    int[] rows = [.. rest.Skip(1).Select(row => int.Parse(row, CultureInfo.InvariantCulture))];
    await new Measuring(TimeSpan.FromSeconds(heartbeat)).RunAsync(
        rows is [] ? Setting.All : rows.Select(row => Setting.All[row - 1]));
    return;
}

// Serves the farm, with a worker for each processor.
int count = Environment.ProcessorCount;
var options = new ZeroRpcClientOptions
{
    Heartbeat = null, // as in the workers; a worker that dies is noticed by its connection
    Timeout = TimeSpan.FromMinutes(10), // longer than the longest job
    Retry = new ZeroRpcRetryOptions(),
};
await using WorkerPool pool = await WorkerPool.StartAsync(count, options, "--heartbeat=none");
using var farm = new Farm(pool.Client, limit: count);
await using var server = new ZeroRpcServer(farm, new ZeroRpcServerOptions { MethodNaming = JsonNamingPolicy.SnakeCaseLower });
Console.WriteLine($"Serving at {server.Bind(args is [string endpoint] ? endpoint : "tcp://127.0.0.1:4242")}, with {count} workers");
await server.RunAsync();
