using System.ComponentModel;
using System.Globalization;
using ZeroRpc;

try
{
    await (args is ["measure", .. string[] rest] ? MeasureAsync(rest) : ServeAsync(args is [string endpoint] ? endpoint : "tcp://127.0.0.1:4242"));
    return 0;
}
catch (Exception error) when (error is ZeroRpcEndpointException or InvalidOperationException or Win32Exception)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

// Serves the farm, with a worker for each processor.
static async Task ServeAsync(string endpoint)
{
    int count = Environment.ProcessorCount;
    var options = new ZeroRpcClientOptions
    {
        Heartbeat = null, // as in the workers; a worker that dies is noticed by its connection
        Timeout = TimeSpan.FromMinutes(10), // longer than the longest job
        Retry = new ZeroRpcRetryOptions(),
    };
    await using WorkerPool pool = await WorkerPool.StartAsync(count, options, "--heartbeat=none");
    using var farm = new Farm(pool.Client, limit: count);
    await using var server = new ZeroRpcServer(farm, new ZeroRpcServerOptions { Values = ValueOptions.Python });
    Console.WriteLine($"Serving at {server.Bind(endpoint)}, with {count} workers");
    await server.RunAsync();
}

// measure [SECONDS [ROW ...]]: tries the settings of the README's table, with SECONDS for the default heartbeat.
static Task MeasureAsync(string[] arguments)
{
    double heartbeat = arguments is [string seconds, ..] ? double.Parse(seconds, CultureInfo.InvariantCulture) : 5;
    Setting[] chosen = [.. arguments.Skip(1).Select(row => Setting.All[int.Parse(row, CultureInfo.InvariantCulture) - 1])];
    return new Measuring(TimeSpan.FromSeconds(heartbeat)).RunAsync(chosen is [] ? Setting.All : chosen);
}
