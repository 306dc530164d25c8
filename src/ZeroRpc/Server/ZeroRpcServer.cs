using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ZeroRpc.Channels;
using ZeroRpc.Diagnostics;
using ZeroRpc.Events.Values;
using ZeroRpc.Server;
using ZeroRpc.Server.Binding;
using ZeroRpc.Server.Execution;
using ZeroRpc.Threading;

namespace ZeroRpc;

/// <summary>
/// Serves .NET methods to ZeroRPC clients: stock Python and Node clients, and <see cref="ZeroRpcClient"/>. Add services, bind, then call
/// <see cref="Start"/> or <see cref="RunAsync"/>. Thread-safe once it has started.
/// </summary>
public sealed class ZeroRpcServer : IAsyncDisposable
{
    private readonly ZeroRpcServerOptions _options;
    private readonly ValueCodec _codec;
    private readonly MethodTableBuilder _methods;
    private readonly ServerLinks _links;
    private readonly DeadlineClock _clock;
    private readonly ILogger _logger;
    private readonly ServerPipeline? _pipeline;
    private readonly Lock _gate = new();
    private RequestDispatcher? _dispatcher;
    private ServerCallOptions? _calls;
    private Task? _stopping;

    /// <summary>Creates a server with Python's defaults and without services. Add services before it starts.</summary>
    public ZeroRpcServer()
        : this(new ZeroRpcServerOptions())
    {
    }

    /// <summary>Creates a server without services. Add services before it starts.</summary>
    /// <param name="options">The options of the server.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ZeroRpcServer(ZeroRpcServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _codec = new ValueCodec(_options.Values);
        _methods = new MethodTableBuilder(_options.MethodNaming ?? _options.Values.MethodNaming, _codec);
        _logger = LibraryLogger.Create<ZeroRpcServer>(_options.LoggerFactory);
        _pipeline = ServerPipeline.Of(_options, _logger);
        _clock = DeadlineClock.For(_options.TimeProvider);
        _links = new ServerLinks(
            ChannelOptions.From(_options, passiveHeartbeat: false, _options.MaxChannelsPerPeer, _codec, _clock), _options, _logger);
    }

    /// <summary>Creates a server with Python's defaults and one service.</summary>
    /// <param name="service">The object whose public methods are exposed. Its methods are called from several threads at once.</param>
    /// <exception cref="ArgumentException">The object is not a service.</exception>
    public ZeroRpcServer(object service)
        : this(service, new ZeroRpcServerOptions())
    {
    }

    /// <summary>Creates a server with one service.</summary>
    /// <param name="service">The object whose public methods are exposed. Its methods are called from several threads at once.</param>
    /// <param name="options">The options of the server.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">The object is not a service.</exception>
    public ZeroRpcServer(object service, ZeroRpcServerOptions options)
        : this(options) => AddService(service);

    /// <summary>The number of live calls.</summary>
    internal int LiveChannels => _links.LiveChannels;

    /// <summary>Exposes the public methods of an object.</summary>
    /// <param name="service">The object. Its methods are called from several threads at once.</param>
    /// <param name="prefix">The prefix of the method names: <c>time</c> exposes <c>now</c> as <c>time.now</c>. Empty by default.</param>
    /// <returns>This server.</returns>
    /// <exception cref="ArgumentException">The object is not a service, or another service has exposed one of the names.</exception>
    /// <exception cref="InvalidOperationException">The server has started.</exception>
    public ZeroRpcServer AddService(object service, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(prefix);
        return Add(methods => methods.AddService(service, prefix));
    }

    /// <summary>Exposes the public methods of a type. An activator provides the instance for each call.</summary>
    /// <param name="type">A class, or an interface of which exactly the declared and inherited methods are exposed.</param>
    /// <param name="activator">Provides the instance for each call.</param>
    /// <param name="prefix">The prefix of the method names. Empty by default.</param>
    /// <returns>This server.</returns>
    /// <exception cref="ArgumentException">
    /// The type has open type parameters or no method to expose, or another service has exposed one of the names.
    /// </exception>
    /// <exception cref="InvalidOperationException">The server has started.</exception>
    public ZeroRpcServer AddActivated(Type type, ServiceActivator activator, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(activator);
        ArgumentNullException.ThrowIfNull(prefix);
        return Add(methods => methods.AddActivated(type, activator, prefix));
    }

    /// <summary>Exposes the public static methods of a type, such as <see cref="Math"/>.</summary>
    /// <param name="type">The type.</param>
    /// <param name="prefix">The prefix of the method names. Empty by default.</param>
    /// <returns>This server.</returns>
    /// <exception cref="ArgumentException">
    /// The type has open type parameters or no method to expose, or another service has exposed one of the names.
    /// </exception>
    /// <exception cref="InvalidOperationException">The server has started.</exception>
    public ZeroRpcServer AddStatic(Type type, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(prefix);
        return Add(methods => methods.AddStatic(type, prefix));
    }

    /// <summary>Exposes a delegate.</summary>
    /// <param name="name">The name of the method on the wire.</param>
    /// <param name="handler">The delegate. It can have the parameters and results that a service method can have.</param>
    /// <param name="doc">The documentation that introspection returns. Null to use that of the delegate's method.</param>
    /// <returns>This server.</returns>
    /// <exception cref="ArgumentException">Another service has exposed the name.</exception>
    /// <exception cref="InvalidOperationException">The server has started.</exception>
    public ZeroRpcServer AddMethod(string name, Delegate handler, string? doc = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(handler);
        return Add(methods => methods.AddMethod(name, handler, doc));
    }

    /// <summary>Listens on an endpoint. Can be called several times, before or after the start.</summary>
    /// <param name="endpoint">The endpoint, such as <c>tcp://0.0.0.0:4242</c>. Port 0 selects a free port.</param>
    /// <returns>The endpoint with the real port.</returns>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is malformed, not supported, or in use.</exception>
    public string Bind(string endpoint) => _links.Bind(endpoint);

    /// <summary>Stops listening on an endpoint. Existing connections remain open.</summary>
    /// <param name="endpoint">The endpoint as <see cref="Bind"/> returned it.</param>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is not bound.</exception>
    public void Unbind(string endpoint) => _links.Unbind(endpoint);

    /// <summary>
    /// Connects to clients that have bound an endpoint, in the background, and reconnects whenever a connection is lost.
    /// </summary>
    /// <param name="endpoints">The endpoints of the clients.</param>
    /// <exception cref="ZeroRpcEndpointException">An endpoint is malformed or not supported.</exception>
    public void Connect(params string[] endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        Array.ForEach(endpoints, _links.Connect);
    }

    /// <summary>Ends a connection that <see cref="Connect"/> started.</summary>
    /// <param name="endpoint">The endpoint as it was passed to <see cref="Connect"/>.</param>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is not connected.</exception>
    public void Disconnect(string endpoint) => _links.Disconnect(endpoint);

    /// <summary>Starts serving calls, including those that arrived before. Does nothing if the server is already running.</summary>
    /// <exception cref="ObjectDisposedException">The server was stopped. A stopped server cannot be restarted.</exception>
    public void Start()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping is not null, this);
            if (_dispatcher is not null)
            {
                return;
            }

            MethodTable methods = _methods.Build(_options.Name);
            _calls = new ServerCallOptions(
                _codec,
                new CallGate(new HandlerPool(_clock, _options.InlineExecution), _options.MaxConcurrentCalls, _options.MaxQueuedCalls),
                new ErrorReplies(methods.ServerName, _options.SendTracebacks, _codec, _logger),
                _options.RespectDeadlines ? _clock : null,
                _logger);
            _dispatcher = new RequestDispatcher(methods, _calls, _pipeline, new CallObserver(ActivityKind.Server, _options.TimeProvider));
            _links.Start(_dispatcher);
        }
    }

    /// <summary>Serves calls until <paramref name="stop"/> is cancelled, then stops like <see cref="StopAsync"/>.</summary>
    /// <param name="stop">Stops the server when it is cancelled.</param>
    /// <returns>A task that completes when the server has stopped. It does not fail when the token is cancelled.</returns>
    public async Task RunAsync(CancellationToken stop = default)
    {
        Start();
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        CancellationTokenRegistration registration = stop.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), stopped);
        await using (registration.ConfigureAwait(false))
        {
            await Task.WhenAny(stopped.Task, _links.Disposed).ConfigureAwait(false);
        }

        await StopAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>
    /// Stops the server. New calls are answered with <c>ERR Unavailable</c>. Running calls can complete within
    /// <see cref="ZeroRpcServerOptions.StopTimeout"/>; then they are cancelled. Finally the connections are closed and the endpoints are
    /// released.
    /// </summary>
    /// <param name="cancellationToken">Stops waiting for running calls early.</param>
    /// <returns>A task that completes when the server has stopped.</returns>
    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return _stopping ??= Task.Run(() => StopOnceAsync(cancellationToken), CancellationToken.None);
        }
    }

    /// <summary>Stops the server without waiting for running calls.</summary>
    /// <returns>A task that completes when the server has stopped.</returns>
    public async ValueTask DisposeAsync() => await StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);

    private ZeroRpcServer Add(Action<MethodTableBuilder> add)
    {
        lock (_gate)
        {
            if (_dispatcher is not null)
            {
                throw new InvalidOperationException("The server has already started: add services before starting it.");
            }

            add(_methods);
        }

        return this;
    }

    private async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        if (_calls is not null)
        {
            _calls.Errors.OnStopping();
            await _calls.Gate.EndAsync(
                "the server stopped before the call was started",
                _options.StopTimeout,
                _options.Linger,
                _options.TimeProvider,
                cancellationToken)
                .ConfigureAwait(false);
        }

        await _links.DisposeAsync().ConfigureAwait(false);
    }
}
