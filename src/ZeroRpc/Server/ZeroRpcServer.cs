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
/// Serves .NET methods to ZeroRPC clients: stock Python's and Node's, and <see cref="ZeroRpcClient"/>. Add services, bind, then
/// <see cref="Start"/> or <see cref="RunAsync"/>. Thread-safe once started.
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

    /// <summary>Makes a server with Python's defaults and without services; add some before it starts.</summary>
    public ZeroRpcServer()
        : this(new ZeroRpcServerOptions())
    {
    }

    /// <summary>Makes a server without services; add some before it starts.</summary>
    /// <param name="options">Its options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ZeroRpcServer(ZeroRpcServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _codec = new ValueCodec(_options.Values);
        _methods = new MethodTableBuilder(_options.MethodNaming ?? _options.Values.MethodNaming, _codec);
        _logger = _options.LoggerFactory.CreateLogger<ZeroRpcServer>();
        _pipeline = ServerPipeline.Of(_options, _logger);
        _clock = DeadlineClock.For(_options.TimeProvider);
        _links = new ServerLinks(
            ChannelOptions.From(_options, passiveHeartbeat: false, _options.MaxChannelsPerPeer, _codec, _clock), _options, _logger);
    }

    /// <summary>Makes a server with Python's defaults and one service: an object whose public methods are exposed.</summary>
    /// <param name="service">The object.</param>
    public ZeroRpcServer(object service)
        : this(service, new ZeroRpcServerOptions())
    {
    }

    /// <summary>Makes a server of one service: an object whose public methods are exposed.</summary>
    /// <param name="service">The object.</param>
    /// <param name="options">Its options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ZeroRpcServer(object service, ZeroRpcServerOptions options)
        : this(options) => AddService(service);

    /// <summary>How many calls are live.</summary>
    internal int LiveChannels => _links.LiveChannels;

    /// <summary>Exposes the public methods of an object.</summary>
    /// <param name="service">The object. Its methods are called from several threads at once.</param>
    /// <param name="prefix">What stands before the names: <c>time</c> makes <c>time.now</c>. Nothing by default.</param>
    /// <returns>This server.</returns>
    /// <exception cref="ArgumentException">A name is taken by another service.</exception>
    /// <exception cref="InvalidOperationException">The server has started.</exception>
    public ZeroRpcServer AddService(object service, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(prefix);
        return Add(methods => methods.AddService(service, prefix));
    }

    /// <summary>Exposes the public methods of a type, each call on the object that the activator gives it.</summary>
    /// <param name="type">The type: a class, or an interface, of which exactly its methods are exposed.</param>
    /// <param name="activator">Gives each call its object.</param>
    /// <param name="prefix">What stands before the names. Nothing by default.</param>
    /// <returns>This server.</returns>
    /// <exception cref="ArgumentException">A name is taken by another service, or the type has open type parameters.</exception>
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
    /// <param name="prefix">What stands before the names. Nothing by default.</param>
    /// <returns>This server.</returns>
    /// <exception cref="ArgumentException">A name is taken by another service.</exception>
    /// <exception cref="InvalidOperationException">The server has started.</exception>
    public ZeroRpcServer AddStatic(Type type, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(prefix);
        return Add(methods => methods.AddStatic(type, prefix));
    }

    /// <summary>Exposes one delegate.</summary>
    /// <param name="name">Its name on the wire.</param>
    /// <param name="handler">The delegate; what a method may be, it may be.</param>
    /// <param name="doc">What introspection tells of it; null for its own documentation.</param>
    /// <returns>This server.</returns>
    /// <exception cref="ArgumentException">The name is taken by another service.</exception>
    /// <exception cref="InvalidOperationException">The server has started.</exception>
    public ZeroRpcServer AddMethod(string name, Delegate handler, string? doc = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(handler);
        return Add(methods => methods.AddMethod(name, handler, doc));
    }

    /// <summary>Listens on an endpoint. May be called several times, before or after the start.</summary>
    /// <param name="endpoint">Such as <c>tcp://0.0.0.0:4242</c>; port 0 takes a free one.</param>
    /// <returns>The endpoint with the port that was taken.</returns>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is malformed, not supported, or taken.</exception>
    public string Bind(string endpoint) => _links.Bind(endpoint);

    /// <summary>Stops listening on an endpoint; connections that are up stay.</summary>
    /// <param name="endpoint">The endpoint as <see cref="Bind"/> gave it back.</param>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is not bound.</exception>
    public void Unbind(string endpoint) => _links.Unbind(endpoint);

    /// <summary>Connects to a client that binds, in the background and again whenever the connection goes.</summary>
    /// <param name="endpoint">The client's endpoint.</param>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is malformed or not supported.</exception>
    public void Connect(string endpoint) => _links.Connect(endpoint);

    /// <summary>Ends a connection that <see cref="Connect"/> asked for.</summary>
    /// <param name="endpoint">The endpoint that was connected.</param>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is not connected.</exception>
    public void Disconnect(string endpoint) => _links.Disconnect(endpoint);

    /// <summary>Starts answering. Requests that came before wait for this. Does nothing when the server runs already.</summary>
    /// <exception cref="ObjectDisposedException">The server was stopped; make a new one.</exception>
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
                new CallGate(new HandlerPool(_clock), _options.MaxConcurrentCalls, _options.MaxQueuedCalls),
                new ErrorReplies(methods.ServerName, _options.SendTracebacks, _codec, _logger),
                _options.RespectDeadlines ? _clock : null,
                _logger);
            _dispatcher = new RequestDispatcher(methods, _calls, _pipeline, new CallObserver(ActivityKind.Server, _options.TimeProvider));
            _links.Start(_dispatcher);
        }
    }

    /// <summary>Serves until <paramref name="stop"/> fires, then stops as <see cref="StopAsync"/> does.</summary>
    /// <param name="stop">Ends the server.</param>
    /// <returns>A task that completes when the server has stopped; firing the token is no failure.</returns>
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
    /// Stops: new calls get <c>ERR Unavailable</c>, running ones may finish within <see cref="ZeroRpcServerOptions.StopTimeout"/> and are then
    /// cancelled. Afterwards the endpoints are free.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting for running calls early.</param>
    /// <returns>A task that completes when everything has ended.</returns>
    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return _stopping ??= Task.Run(() => StopOnceAsync(cancellationToken), CancellationToken.None);
        }
    }

    /// <summary>Stops without waiting for running calls.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);

    private ZeroRpcServer Add(Action<MethodTableBuilder> add)
    {
        lock (_gate)
        {
            if (_dispatcher is not null)
            {
                throw new InvalidOperationException("The server has started: add its services before that.");
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
