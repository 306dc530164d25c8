using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.Hosting;

/// <summary>Serves a type until it is told to stop. Running calls can then complete.</summary>
internal static class ServiceHost
{
    /// <summary>Serves the type.</summary>
    /// <exception cref="CommandFailure">The type cannot be loaded or served, or there is no endpoint.</exception>
    /// <exception cref="ZeroRpcEndpointException">An endpoint is malformed or in use.</exception>
    public static async Task<int> RunAsync(HostSettings settings, CancellationToken stop)
    {
        if (settings.Bind.Count + settings.Connect.Count == 0)
        {
            throw CommandFailure.Usage(
                "nowhere to serve: give --bind tcp://*:1234; for a client that listens, --server --connect tcp://host:1234.");
        }

        await using HostedType hosted = HostedType.Load(settings);
        ZeroRpcServer server = hosted.Server;
        foreach (string endpoint in settings.Bind)
        {
            settings.Notices.Write($"binding to \"{server.Bind(endpoint)}\"");
        }

        foreach (string endpoint in settings.Connect)
        {
            server.Connect(endpoint);
            settings.Notices.Write($"connecting to \"{endpoint}\"");
        }

        server.Start();
        settings.Notices.Write($"serving \"{settings.Service[^1]}\"");
        await server.RunAsync(stop);
        return ExitCode.Done;
    }
}
