using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ZeroRpc.Hosting.Options;
using ZeroRpc.Hosting.Serving;

namespace ZeroRpc.Hosting;

/// <summary>
/// A server that the host starts and stops. The default server is registered as a singleton, and a named server as a keyed singleton. If
/// the server cannot start, for example because its port is in use, the host does not start.
/// </summary>
public sealed class ZeroRpcHostedServer : IHostedService, IAsyncDisposable, IDisposable
{
    private readonly string _name;
    private readonly string _label;
    private readonly IOptionsMonitor<ZeroRpcHostedServerOptions> _options;
    private readonly IServiceProvider _services;
    private ILogger _logger = NullLogger.Instance;
    private ZeroRpcServer? _server;
    private volatile string[] _endpoints = [];

    /// <summary>Called by the container.</summary>
    internal ZeroRpcHostedServer(string name, IOptionsMonitor<ZeroRpcHostedServerOptions> options, IServiceProvider services)
    {
        _name = name;
        _label = OptionsSection.OfServer(name).Label;
        _options = options;
        _services = services;
    }

    /// <summary>The endpoints at which the server listens, with the real ports. Empty if the server is not serving.</summary>
    public IReadOnlyList<string> Endpoints => _endpoints;

    /// <summary>Whether the server has started and is not stopping.</summary>
    public bool IsServing => _endpoints.Length > 0;

    /// <summary>Starts serving. Called by the host.</summary>
    /// <param name="cancellationToken">Not used, because nothing waits.</param>
    /// <returns>A task that completes when the server is serving.</returns>
    /// <exception cref="OptionsValidationException">The options are not valid.</exception>
    /// <exception cref="InvalidOperationException">A service cannot be created, or its names cannot be exposed.</exception>
    /// <exception cref="ZeroRpcEndpointException">An endpoint cannot be bound.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        ZeroRpcHostedServerOptions options = _options.Get(_name);
        _logger = options.LoggerFactory.CreateLogger<ZeroRpcHostedServer>();
        var server = new ZeroRpcServer(options);
        try
        {
            await AddServicesAsync(server, options).ConfigureAwait(false);
            string[] endpoints = [.. options.Endpoints.Select(server.Bind)];
            server.Start();
            _server = server;
            _endpoints = endpoints;
        }
        catch (Exception e)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw CannotStart(e);
        }

        _logger.Serving(_label, string.Join(", ", options.Services.Select(service => service.Type.Name)), string.Join(", ", _endpoints));
    }

    /// <summary>
    /// Stops serving. New calls are rejected. Running calls can complete within <see cref="ZeroRpcServerOptions.StopTimeout"/> and the
    /// limit of the host; then they are cancelled. Called by the host.
    /// </summary>
    /// <param name="cancellationToken">The limit of the host.</param>
    /// <returns>A task that completes when the server has stopped.</returns>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is null || !IsServing)
        {
            return;
        }

        _endpoints = [];
        _logger.Stopping(_label, _options.Get(_name).StopTimeout);
        await _server.StopAsync(cancellationToken).ConfigureAwait(false);
        _logger.Stopped(_label);
    }

    /// <summary>Stops the server without waiting for running calls, if the host has not stopped it.</summary>
    /// <returns>A task that completes when the server has stopped.</returns>
    public async ValueTask DisposeAsync()
    {
        _endpoints = [];
        if (_server is not null)
        {
            await _server.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Like <see cref="DisposeAsync"/>, but blocks.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task AddServicesAsync(ZeroRpcServer server, ZeroRpcHostedServerOptions options)
    {
        foreach (ServedService service in options.Services)
        {
            ScopedActivator activator = await ScopedActivator.CreateAsync(service.Type, _services, _logger).ConfigureAwait(false);
            server.AddActivated(service.Type, activator.Activate, service.Prefix);
        }

        foreach (Action<ZeroRpcServer> step in options.Steps)
        {
            step(server);
        }
    }

    private Exception CannotStart(Exception error)
    {
        string message = $"{_label} cannot start: {error.Message}";
        return error is ZeroRpcEndpointException endpoint
            ? new ZeroRpcEndpointException(message, error) { Endpoint = endpoint.Endpoint }
            : new InvalidOperationException(message, error);
    }
}
