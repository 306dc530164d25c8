using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.Hosting;

/// <summary>Serves a type until it is told to stop; running calls may then finish.</summary>
internal static class ServiceHost
{
    /// <summary>Serves.</summary>
    /// <exception cref="CommandFailure">The type cannot be loaded or served, or there is nowhere to serve it.</exception>
    /// <exception cref="ZeroRpcEndpointException">An endpoint is none, or taken.</exception>
    public static async Task<int> RunAsync(HostSettings settings, CancellationToken stop)
    {
        if (settings.Bind.Count + settings.Connect.Count == 0)
        {
            throw CommandFailure.Usage(
                "nowhere to serve: give --bind tcp://*:1234; for a client that listens, --server --connect tcp://host:1234.");
        }

        await using ZeroRpcServer server = Load(settings);
        foreach (string endpoint in settings.Bind)
        {
            await Console.Error.WriteLineAsync($"binding to \"{server.Bind(endpoint)}\"");
        }

        foreach (string endpoint in settings.Connect)
        {
            server.Connect(endpoint);
            await Console.Error.WriteLineAsync($"connecting to \"{endpoint}\"");
        }

        server.Start();
        await Console.Error.WriteLineAsync($"serving \"{settings.Service[^1]}\"");
        await server.RunAsync(stop);
        return ExitCode.Done;
    }

    private static ZeroRpcServer Load(HostSettings settings)
    {
        try
        {
            Type type = ServiceType.Load(settings.Service);
            settings.Options.Name ??= type.Name;
            var server = new ZeroRpcServer(settings.Options);
            Add(server, type);
            return server;
        }
        catch (Exception wrong) when (wrong is FileNotFoundException or FileLoadException or TypeLoadException)
        {
            throw CommandFailure.Usage(
                $"'{settings.Service[0]}' needs what is not beside it: {wrong.Message} " +
                "Serve it from where dotnet publish puts all that it needs.",
                wrong);
        }
    }

    private static void Add(ZeroRpcServer server, Type type)
    {
        try
        {
            if (type is { IsAbstract: true, IsSealed: true })
            {
                server.AddStatic(type);
            }
            else
            {
                server.AddService(ServiceType.Instantiate(type));
            }
        }
        catch (Exception wrong) when (wrong is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            throw CommandFailure.Usage($"'{type.FullName}' cannot be served: {wrong.Message}", wrong);
        }
    }
}
