using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.Hosting;

/// <summary>A server of one type. If the type is not static, its instance is created for the server and disposed with it.</summary>
internal sealed class HostedType : IAsyncDisposable
{
    private readonly object? _service;

    private HostedType(ZeroRpcServer server, object? service) => (Server, _service) = (server, service);

    /// <summary>The server. It has not been started.</summary>
    public ZeroRpcServer Server { get; }

    /// <summary>Loads the type and creates a server for it.</summary>
    /// <exception cref="CommandFailure">The type cannot be loaded or served.</exception>
    public static HostedType Load(HostSettings settings)
    {
        try
        {
            Type type = ServiceType.Load(settings.Service);
            settings.Options.Name ??= type.Name;
            var server = new ZeroRpcServer(settings.Options);
            return new HostedType(server, Add(server, type));
        }
        catch (Exception wrong) when (wrong is FileNotFoundException or FileLoadException or TypeLoadException)
        {
            throw CommandFailure.Usage(
                $"'{settings.Service[0]}' needs what is not beside it: {wrong.Message} " +
                "Serve it from where dotnet publish puts all that it needs.",
                wrong);
        }
    }

    /// <summary>Stops the server and disposes the instance.</summary>
    /// <exception cref="CommandFailure">Disposing the instance failed.</exception>
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        try
        {
            await (_service switch
            {
                IAsyncDisposable service => service.DisposeAsync(),
                IDisposable service => Disposed(service),
                _ => default,
            });
        }
        catch (Exception wrong)
        {
            throw new CommandFailure(
                ExitCode.RemoteError,
                $"'{_service!.GetType().FullName}' failed as it was disposed of: {wrong.GetType().Name}: {wrong.Message}",
                wrong);
        }
    }

    private static ValueTask Disposed(IDisposable service)
    {
        service.Dispose();
        return default;
    }

    private static object? Add(ZeroRpcServer server, Type type)
    {
        try
        {
            if (type is { IsAbstract: true, IsSealed: true })
            {
                server.AddStatic(type);
                return null;
            }

            object service = ServiceType.Instantiate(type);
            server.AddService(service);
            return service;
        }
        catch (Exception wrong) when (wrong is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            throw CommandFailure.Usage($"'{type.FullName}' cannot be served: {wrong.Message}", wrong);
        }
    }
}
