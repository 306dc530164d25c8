using ZeroRpc.Hosting.OneWay;
using ZeroRpc.Hosting.Serving;

namespace ZeroRpc.Hosting;

/// <summary>
/// The options of a subscriber in a host: those of <see cref="ZeroRpcSubscriberOptions"/>, the endpoints, and the services. They are read from the
/// configuration section <c>ZeroRpc:Subscriber</c>, or <c>ZeroRpc:Subscribers:name</c> for a named subscriber, and can then be changed by code. The logger
/// factory and the clock are those of the host unless they are set.
/// </summary>
public sealed class ZeroRpcHostedSubscriberOptions : ZeroRpcSubscriberOptions, IHostedOneWayOptions, IHostedReceiverOptions
{
    private readonly List<ServedService> _services = [];
    private readonly List<Action<ZeroRpcReceiver>> _steps = [];

    static string IHostedOneWayOptions.Kind => "Subscriber";

    /// <summary>
    /// The endpoints on which the subscriber listens, such as <c>tcp://0.0.0.0:4242</c>. At least one here or in <see cref="Connect"/>. In the
    /// configuration, they are a list or one text with semicolons between the endpoints.
    /// </summary>
    public IList<string> Bind { get; } = [];

    /// <summary>The endpoints to which the subscriber connects, such as <c>tcp://127.0.0.1:4242</c>.</summary>
    public IList<string> Connect { get; } = [];

    IReadOnlyList<ServedService> IHostedReceiverOptions.Services => _services;

    IReadOnlyList<Action<ZeroRpcReceiver>> IHostedReceiverOptions.Steps => _steps;

    /// <summary>
    /// Handles events by the public methods of a type. Each event has its own scope, resolves the type from it, and ends it when its
    /// handler has completed. A class that is not registered is created by its constructor for each event, with parameters from the scope.
    /// When the host starts, one instance is created and disposed; if that fails, the host does not start.
    /// </summary>
    /// <typeparam name="T">A class, or a registered interface of which exactly the declared and inherited methods are exposed.</typeparam>
    /// <returns>These options.</returns>
    public ZeroRpcHostedSubscriberOptions AddService<T>()
        where T : class => AddService<T>(prefix: "");

    /// <inheritdoc cref="AddService{T}()"/>
    /// <param name="prefix">The prefix of the method names: <c>time</c> exposes <c>now</c> as <c>time.now</c>.</param>
    public ZeroRpcHostedSubscriberOptions AddService<T>(string prefix)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(prefix);
        _services.Add(new ServedService(typeof(T), prefix));
        return this;
    }

    /// <summary>
    /// Configures the subscriber further before it starts, for example with <see cref="ZeroRpcReceiverServices.AddMethod"/> or
    /// <see cref="ZeroRpcReceiverServices.AddFallback"/>.
    /// </summary>
    /// <param name="configure">Receives the subscriber. It must not start or stop it; the host does.</param>
    /// <returns>These options.</returns>
    public ZeroRpcHostedSubscriberOptions ConfigureSubscriber(Action<ZeroRpcSubscriber> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _steps.Add(receiver => configure((ZeroRpcSubscriber)receiver));
        return this;
    }
}
