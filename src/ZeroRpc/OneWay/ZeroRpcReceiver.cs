using ZeroRpc.OneWay;
using ZeroRpc.Server.Binding;

namespace ZeroRpc;

/// <summary>
/// What pullers and subscribers have in common: they run .NET methods for the events that come, by default one after the other in the order
/// they came, as Python does. Add services, connect or bind, then <see cref="Start"/> or <see cref="RunAsync"/>.
/// </summary>
/// <remarks>
/// Nobody is told of a failure but this side: it is logged, <see cref="EventFailed"/> is raised, and the next event is taken. What a
/// handler returns is ignored.
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

    /// <summary>Made by the classes of this library only.</summary>
    private protected ZeroRpcReceiver(EventReceiver receiver, ZeroRpcReceiverOptions options)
        : base(receiver.Sockets)
    {
        _receiver = receiver;
        _methods = new MethodTableBuilder(options.MethodNaming ?? options.Values.MethodNaming, receiver.Codec);
        receiver.Failed = (method, error) => EventFailed?.Invoke(this, new EventFailedEventArgs(method, error));
    }

    /// <summary>
    /// Raised when an event failed: its handler threw, its arguments do not fit, there is no such method, or it was no event. On the
    /// thread of the handler, before the next event is taken; what a subscriber to this throws is logged.
    /// </summary>
    public event EventHandler<EventFailedEventArgs>? EventFailed;

    /// <summary>How many events were read and are being handled or wait for that.</summary>
    public int WaitingCount => _receiver.Waiting;

    /// <summary>How many events were handled without failure.</summary>
    public long HandledCount => _receiver.Handled;

    /// <summary>How many events failed.</summary>
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

    /// <summary>Handles events until <paramref name="stop"/> fires, then stops as <see cref="StopAsync"/> does.</summary>
    /// <param name="stop">Ends it.</param>
    /// <returns>A task that completes when it has stopped; firing the token is no failure.</returns>
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
    /// Stops: reads its sockets no more; what was read may be handled within <see cref="ZeroRpcReceiverOptions.StopTimeout"/>, is then
    /// cancelled or dropped, counted and logged. What still lay in the sockets is lost, unseen.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting for handlers early.</param>
    /// <returns>A task that completes when everything has ended.</returns>
    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _stopAsked.TrySetResult();
            return _stopping ??= Task.Run(() => _receiver.StopAsync(cancellationToken), CancellationToken.None);
        }
    }

    /// <summary>Stops without waiting for handlers.</summary>
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
