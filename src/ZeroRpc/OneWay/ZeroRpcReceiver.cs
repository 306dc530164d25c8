using ZeroRpc.OneWay;
using ZeroRpc.Server.Binding;
using ZeroRpc.Threading;

namespace ZeroRpc;

/// <summary>
/// The base class of pullers and subscribers, which run .NET methods for received events. By default, events are handled one at a time in
/// the order of their arrival, as in Python. Add services, connect or bind, then call <see cref="Start"/> or <see cref="RunAsync"/>.
/// </summary>
/// <remarks>
/// The sender does not learn of a failure. The receiver logs it, raises <see cref="EventFailed"/> and handles the next event. The return
/// values of handlers are ignored.
/// </remarks>
public abstract class ZeroRpcReceiver : ZeroRpcOneWay
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
        _methods = new MethodTableBuilder(options.MethodNaming ?? options.Values.MethodNaming, receiver.Codec);
        receiver.Failed = (method, error, onFailed) =>
            EventHandlers.Raise(EventFailed, this, new EventFailedEventArgs(method, error), onFailed);
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

    /// <summary>Starts handling. Events that came before wait for this. Does nothing when it runs already.</summary>
    /// <exception cref="ObjectDisposedException">It was stopped; make a new one.</exception>
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

    /// <summary>Changes the services, before the start.</summary>
    /// <exception cref="InvalidOperationException">The receiver has started.</exception>
    internal void Add(Action<MethodTableBuilder> add)
    {
        lock (_gate)
        {
            if (_started)
            {
                throw new InvalidOperationException($"The {_receiver.Sockets.Owner} has started. Add its services before that.");
            }

            add(_methods);
        }
    }

    /// <summary>Sets the handler of the events that no method answers.</summary>
    /// <exception cref="InvalidOperationException">There is such a handler, or the receiver has started.</exception>
    internal void SetFallback(Func<CallContext, Task> handler) => Add(_ => _fallback = _fallback is null
        ? handler
        : throw new InvalidOperationException($"The {_receiver.Sockets.Owner} has a fallback already. Only one is possible."));
}
