using ZeroRpc.Hosting.Serving;

namespace ZeroRpc.Hosting;

/// <summary>
/// How a server of a host serves: everything of <see cref="ZeroRpcServerOptions"/>, where it listens and what it serves. Read from the
/// configuration's section <c>ZeroRpc:Server</c>, or <c>ZeroRpc:Servers:</c> and the name of a named one, then set by code. Logger factory and
/// clock are the container's unless set.
/// </summary>
public sealed class ZeroRpcHostedServerOptions : ZeroRpcServerOptions
{
    private readonly List<ServedService> _services = [];
    private readonly List<Action<ZeroRpcServer>> _steps = [];

    /// <summary>
    /// Where it listens, such as <c>tcp://0.0.0.0:4242</c>; at least one. In configuration a list, or one text with a semicolon between
    /// endpoints.
    /// </summary>
    public IList<string> Endpoints { get; } = [];

    /// <summary>
    /// The callers that may call methods: for patterns of their names, such as <c>stock.*</c>, the names under which callers are admitted by
    /// their keys (<see cref="CallContext.PeerName"/>), or <c>*</c> for every name. Methods that match no pattern are refused with
    /// <c>PermissionError</c>, the built-in ones (<c>_zerorpc_*</c>) as well. Empty by default: whoever is admitted may call everything.
    /// </summary>
    public IDictionary<string, IList<string>> Policies { get; } = new Dictionary<string, IList<string>>(StringComparer.Ordinal);

    /// <summary>The types whose methods are exposed.</summary>
    internal IReadOnlyList<ServedService> Services => _services;

    /// <summary>What is done to the server before it listens.</summary>
    internal IReadOnlyList<Action<ZeroRpcServer>> Steps => _steps;

    /// <summary>
    /// Exposes the public methods of a type. Each call has a scope of the container, resolves the type from it, and keeps it until its value
    /// or the last item of its stream was sent. A class that is not registered is made by its constructor, for each call, its
    /// parameters from the scope. One is made, and disposed of, when the server starts: the host fails to start where that fails.
    /// </summary>
    /// <typeparam name="T">A class; or a registered interface, of which exactly its methods are exposed.</typeparam>
    /// <returns>These options.</returns>
    public ZeroRpcHostedServerOptions AddService<T>()
        where T : class => AddService<T>(prefix: "");

    /// <inheritdoc cref="AddService{T}()"/>
    /// <param name="prefix">What stands before the names: <c>time</c> makes <c>time.now</c>.</param>
    public ZeroRpcHostedServerOptions AddService<T>(string prefix)
        where T : class => AddService(typeof(T), prefix);

    /// <summary>As <see cref="AddService{T}()"/>, for a type that is known at run time only.</summary>
    /// <param name="type">The type.</param>
    /// <param name="prefix">What stands before the names; empty for nothing.</param>
    /// <returns>These options.</returns>
    public ZeroRpcHostedServerOptions AddService(Type type, string prefix)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(prefix);
        _services.Add(new ServedService(type, prefix));
        return this;
    }

    /// <summary>
    /// Does more to the server before it listens, such as <see cref="ZeroRpcServer.AddMethod"/> and <see cref="ZeroRpcServer.AddStatic"/>.
    /// </summary>
    /// <param name="configure">Is given the server; starting and stopping it is the host's business.</param>
    /// <returns>These options.</returns>
    public ZeroRpcHostedServerOptions ConfigureServer(Action<ZeroRpcServer> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _steps.Add(configure);
        return this;
    }
}
