using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ZeroRpc.Hosting.Options;
using ZeroRpc.Hosting.Serving;

namespace ZeroRpc.Hosting;

/// <summary>
/// A server that the host starts and stops. The default one is a singleton of the container, a named one a keyed singleton. A host whose
/// server cannot start, as when its port is taken, does not start.
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

    /// <summary>Made by the container.</summary>
    internal ZeroRpcHostedServer(string name, IOptionsMonitor<ZeroRpcHostedServerOptions> options, IServiceProvider services)
    {
        _name = name;
        _label = OptionsSection.OfServer(name).Label;
        _options = options;
        _services = services;
    }

    /// <summary>Where it listens, with the ports that were taken; empty unless it serves.</summary>
    public IReadOnlyList<string> Endpoints => _endpoints;

    /// <summary>Whether it serves: it has started, and is not stopping.</summary>
    public bool IsServing => _endpoints.Length > 0;

    /// <summary>Starts serving. Called by the host.</summary>
    /// <param name="cancellationToken">Not used: nothing here waits.</param>
    /// <returns>A task that completes when the server serves.</returns>
    /// <exception cref="OptionsValidationException">The options are not usable.</exception>
    /// <exception cref="InvalidOperationException">A service cannot be built, or its names cannot be exposed.</exception>
    /// <exception cref="ZeroRpcEndpointException">An endpoint cannot be listened on.</exception>
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
    /// Stops serving: new calls are refused, running ones may finish within <see cref="ZeroRpcServerOptions.StopTimeout"/> and the host's own
    /// limit, and are then cancelled. Called by the host.
    /// </summary>
    /// <param name="cancellationToken">The host's limit.</param>
    /// <returns>A task that completes when everything has ended.</returns>
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

    /// <summary>Stops without waiting for running calls, where the host has not stopped it.</summary>
    public async ValueTask DisposeAsync()
    {
        _endpoints = [];
        if (_server is not null)
        {
            await _server.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>As <see cref="DisposeAsync"/>, blocking.</summary>
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
