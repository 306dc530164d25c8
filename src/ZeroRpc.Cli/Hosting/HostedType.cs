using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.Hosting;

/// <summary>A server of one type and, where the type is not static, of the object made for it, which ends with the server.</summary>
internal sealed class HostedType : IAsyncDisposable
{
    private readonly object? _service;

    private HostedType(ZeroRpcServer server, object? service) => (Server, _service) = (server, service);

    /// <summary>The server, not started yet.</summary>
    public ZeroRpcServer Server { get; }

    /// <summary>Loads the type and makes a server of it.</summary>
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

    /// <summary>Stops the server, and disposes of the object.</summary>
    /// <exception cref="CommandFailure">The object does not let itself be disposed of.</exception>
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
