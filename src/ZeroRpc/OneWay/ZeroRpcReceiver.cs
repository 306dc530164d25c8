using ZeroRpc.OneWay;
using ZeroRpc.Server.Binding;

namespace ZeroRpc;

/// <summary>
/// The base class of pullers and subscribers, which run .NET methods for received events. By default, events are handled one at a time in
/// the order of their arrival, as in Python. Add services, connect or bind, then call <see cref="Start"/> or <see cref="RunAsync"/>.
/// </summary>
/// <remarks>
/// The sender does not learn of a failure. The receiver logs it, raises <see cref="EventFailed"/> and handles the next event. The return
/// values of handlers are ignored.
/// </remarks>
public abstract class ZeroRpcReceiver : ZeroRpcSocket
{
    private readonly EventReceiver _receiver;
    private readonly MethodTableBuilder _methods;
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _stopAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<CallContext, Task>? _fallback;
    private bool _started;
    private Task? _stopping;

    /// <summary>Only classes of this library can derive from this class.</summary>
    private protected ZeroRpcReceiver(EventReceiver receiver, ZeroRpcReceiverOptions options)
        : base(receiver.Sockets)
    {
        _receiver = receiver;
        _methods = new MethodTableBuilder(options.MethodNaming, receiver.Codec);
        receiver.Failed = (method, error) => EventFailed?.Invoke(this, new EventFailedEventArgs(method, error));
    }

    /// <summary>
    /// Raised when an event has failed: its handler threw an exception, its arguments do not match the method, the method does not exist,
    /// or the received message was not an event. Runs on the handler's thread before the next event is handled. An exception that an event
    /// handler throws is logged.
    /// </summary>
    public event EventHandler<EventFailedEventArgs>? EventFailed;

    /// <summary>The number of events that are being handled or wait to be handled.</summary>
    public int WaitingCount => _receiver.Waiting;

    /// <summary>The number of events that were handled without a failure.</summary>
    public long HandledCount => _receiver.Handled;

    /// <summary>The number of events that failed.</summary>
    public long FailedCount => _receiver.Failures;

    /// <summary>Exposes the public methods of an object.</summary>
    /// <param name="service">
    /// The object. Its methods are called one at a time unless <see cref="ZeroRpcReceiverOptions.MaxConcurrentEvents"/> allows more.
    /// </param>
    /// <param name="prefix">The prefix of the method names: <c>time</c> exposes <c>now</c> as <c>time.now</c>. Empty by default.</param>
    /// <returns>This receiver.</returns>
    /// <exception cref="ArgumentException">The object is not a service, or another service has exposed one of the names.</exception>
    /// <exception cref="InvalidOperationException">The receiver has started.</exception>
    public ZeroRpcReceiver AddService(object service, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(prefix);
        return Add(methods => methods.AddService(service, prefix));
    }

    /// <summary>Exposes the public static methods of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="prefix">The prefix of the method names. Empty by default.</param>
    /// <returns>This receiver.</returns>
    /// <exception cref="ArgumentException">The type has no method to expose, or another service has exposed one of the names.</exception>
    /// <exception cref="InvalidOperationException">The receiver has started.</exception>
    public ZeroRpcReceiver AddStatic(Type type, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(prefix);
        return Add(methods => methods.AddStatic(type, prefix));
    }

    /// <summary>Exposes a delegate.</summary>
    /// <param name="name">The name of the method on the wire.</param>
    /// <param name="handler">The delegate. It can have the parameters and results that a service method can have.</param>
    /// <returns>This receiver.</returns>
    /// <exception cref="ArgumentException">Another service has exposed the name.</exception>
    /// <exception cref="InvalidOperationException">The receiver has started.</exception>
    public ZeroRpcReceiver AddMethod(string name, Delegate handler)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(handler);
        return Add(methods => methods.AddMethod(name, handler, doc: null));
    }

    /// <summary>Sets the handler of all events without a matching method. Without a fallback, such an event counts as failed.</summary>
    /// <param name="handler">
    /// The handler. <see cref="CallContext.Method"/> is the name in the event; <see cref="CallContext.ReadArguments"/> reads the arguments.
    /// The event has been handled when the task completes.
    /// </param>
    /// <returns>This receiver.</returns>
    /// <exception cref="InvalidOperationException">The receiver already has a fallback, or it has started.</exception>
    public ZeroRpcReceiver AddFallback(Func<CallContext, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Add(_ => _fallback = _fallback is null
            ? handler
            : throw new InvalidOperationException($"The {_receiver.Sockets.Owner} already has a fallback: only one is possible."));
    }

    /// <summary>Starts handling events, including those that arrived before. Does nothing if the receiver is already running.</summary>
    /// <exception cref="ObjectDisposedException">The receiver was stopped. A stopped receiver cannot be restarted.</exception>
    public void Start()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping is not null, this);
            if (!_started)
            {
                _started = true;
                _receiver.Start(_methods.BuildServices(), _fallback);
            }
        }
    }

    /// <summary>Handles events until <paramref name="stop"/> is cancelled, then stops like <see cref="StopAsync"/>.</summary>
    /// <param name="stop">Stops the receiver when it is cancelled.</param>
    /// <returns>A task that completes when the receiver has stopped. It does not fail when the token is cancelled.</returns>
    public async Task RunAsync(CancellationToken stop = default)
    {
        Start();
        CancellationTokenRegistration registration =
            stop.UnsafeRegister(static asked => ((TaskCompletionSource)asked!).TrySetResult(), _stopAsked);
        await using (registration.ConfigureAwait(false))
        {
            await _stopAsked.Task.ConfigureAwait(false);
        }

        await StopAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>
    /// Stops the receiver. It no longer reads from its sockets. Received events can be handled within
    /// <see cref="ZeroRpcReceiverOptions.StopTimeout"/>; then their handlers are cancelled, and events that have not started are dropped,
    /// counted and logged. Events that remain in the sockets are lost and not counted.
    /// </summary>
    /// <param name="cancellationToken">Stops waiting for the handlers early.</param>
    /// <returns>A task that completes when the receiver has stopped.</returns>
    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _stopAsked.TrySetResult();
            return _stopping ??= Task.Run(() => _receiver.StopAsync(cancellationToken), CancellationToken.None);
        }
    }

    /// <summary>Stops the receiver without waiting for the handlers.</summary>
    public override async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    private ZeroRpcReceiver Add(Action<MethodTableBuilder> add)
    {
        lock (_gate)
        {
            if (_started)
            {
                throw new InvalidOperationException($"The {_receiver.Sockets.Owner} has already started: add services before starting it.");
            }

            add(_methods);
        }

        return this;
    }
}
