using ZeroRpc.Hosting.Serving;

namespace ZeroRpc.Hosting;

/// <summary>
/// The options of a server in a host: those of <see cref="ZeroRpcServerOptions"/>, the endpoints, and the services. They are read from the
/// configuration section <c>ZeroRpc:Server</c>, or <c>ZeroRpc:Servers:name</c> for a named server, and can then be changed by code. The
/// logger factory and the clock are those of the host unless they are set.
/// </summary>
public sealed class ZeroRpcHostedServerOptions : ZeroRpcServerOptions
{
    private readonly List<ServedService> _services = [];
    private readonly List<Action<ZeroRpcServer>> _steps = [];

    /// <summary>
    /// The endpoints at which the server listens, such as <c>tcp://0.0.0.0:4242</c>. At least one. In the configuration, they are a list or
    /// one text with semicolons between the endpoints.
    /// </summary>
    public IList<string> Endpoints { get; } = [];

    /// <summary>
    /// The callers that may call methods: for patterns of their names, such as <c>stock.*</c>, the names under which callers are admitted by
    /// their keys (<see cref="CallContext.PeerName"/>), or <c>*</c> for every name. Methods that match no pattern are refused with
    /// <c>PermissionError</c>, the built-in ones (<c>_zerorpc_*</c>) as well. Empty by default: every admitted client may call every method.
    /// </summary>
    public IDictionary<string, IList<string>> Policies { get; } = new Dictionary<string, IList<string>>(StringComparer.Ordinal);

    /// <summary>The types whose methods are exposed.</summary>
    internal IReadOnlyList<ServedService> Services => _services;

    /// <summary>Further configuration of the server before it listens.</summary>
    internal IReadOnlyList<Action<ZeroRpcServer>> Steps => _steps;

    /// <summary>
    /// Exposes the public methods of a type. Each call has its own scope and resolves the type from it. The scope lasts until the result or
    /// the last item of the stream has been sent. A class that is not registered is created by its constructor for each call, with
    /// parameters from the scope. When the server starts, one instance is created and disposed; if that fails, the host does not start.
    /// </summary>
    /// <typeparam name="T">A class, or a registered interface of which exactly the declared and inherited methods are exposed.</typeparam>
    /// <returns>These options.</returns>
    public ZeroRpcHostedServerOptions AddService<T>()
        where T : class => AddService<T>(prefix: "");

    /// <inheritdoc cref="AddService{T}()"/>
    /// <param name="prefix">The prefix of the method names: <c>time</c> exposes <c>now</c> as <c>time.now</c>.</param>
    public ZeroRpcHostedServerOptions AddService<T>(string prefix)
        where T : class => AddService(typeof(T), prefix);

    /// <summary>Like <see cref="AddService{T}()"/>, for a type that is known only at run time.</summary>
    /// <param name="type">The type.</param>
    /// <param name="prefix">The prefix of the method names. Empty for none.</param>
    /// <returns>These options.</returns>
    public ZeroRpcHostedServerOptions AddService(Type type, string prefix)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(prefix);
        _services.Add(new ServedService(type, prefix));
        return this;
    }

    /// <summary>
    /// Configures the server further before it listens, for example with <see cref="ZeroRpcServer.AddMethod"/> or
    /// <see cref="ZeroRpcServer.AddStatic"/>.
    /// </summary>
    /// <param name="configure">Receives the server. It must not start or stop it; the host does.</param>
    /// <returns>These options.</returns>
    public ZeroRpcHostedServerOptions ConfigureServer(Action<ZeroRpcServer> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _steps.Add(configure);
        return this;
    }
}
