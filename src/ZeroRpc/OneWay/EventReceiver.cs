using Microsoft.Extensions.Logging;
using ZeroRpc.Channels;
using ZeroRpc.Diagnostics;
using ZeroRpc.Events;
using ZeroRpc.Events.Values;
using ZeroRpc.Hooks;
using ZeroRpc.Server.Binding;
using ZeroRpc.Server.Execution;
using ZeroRpc.Threading;
using ZeroRpc.Transport;

namespace ZeroRpc.OneWay;

/// <summary>
/// Receives pushed or published events and runs their methods. As in Python, the header and the id have no effect except that the handler's
/// context provides them. A faulty event is reported, and the next event is handled. Nothing in this class waits.
/// </summary>
internal sealed class EventReceiver : ITransportSink
{
    private readonly ZeroRpcReceiverOptions _options;
    private readonly MethodFilter? _filter;
    private readonly CallGate _gate;
    private readonly Intake _intake;
    private readonly ILogger _logger;
    private readonly int _maxDepth;
    private MethodTable? _methods;
    private Func<CallContext, Task>? _fallback;
    private long _handled;
    private long _failures;
    private long _skipped;
    private long _left;

    /// <summary>Creates a receiver. It receives nothing until <see cref="Start"/>.</summary>
    public EventReceiver(SocketRole role, ZeroRpcReceiverOptions options, MethodFilter? filter, ILogger logger)
    {
        _options = options;
        _filter = filter;
        _logger = logger;
        _maxDepth = options.Values.MaxDepth + ChannelOptions.EnvelopeDepth;
        Hooks = HookRunner.Create(options, logger);
        Codec = new ValueCodec(options.Values);
        Sockets = new OneWaySockets(role, options, this, logger);
        _gate = new CallGate(new HandlerPool(DeadlineClock.For(options.TimeProvider), options.InlineExecution), options.MaxConcurrentEvents, int.MaxValue);
        _intake = new Intake(options.HighWaterMark, Sockets.SetReceiving);
    }

    /// <summary>The sockets of the receiver.</summary>
    public OneWaySockets Sockets { get; }

    /// <summary>The hooks around the handlers. Null if there are none.</summary>
    public HookRunner? Hooks { get; }

    /// <summary>The source of times.</summary>
    public TimeProvider Time => _options.TimeProvider;

    /// <summary>Decodes the arguments of events.</summary>
    public ValueCodec Codec { get; }

    /// <summary>
    /// Called for each failure, with the name of the method if there is one. Runs user code, and passes its exceptions to the last argument.
    /// </summary>
    public Action<string?, Exception, Action<Exception>>? Failed { get; set; }

    /// <summary>The number of events that are being handled or wait to be handled.</summary>
    public int Waiting => _intake.Events;

    /// <summary>The number of events that were handled without a failure.</summary>
    public long Handled => Interlocked.Read(ref _handled);

    /// <summary>The number of events that failed for any reason.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>The number of events that the filter skipped.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    /// <summary>Starts to receive events, including those that have been waiting in the sockets.</summary>
    /// <param name="methods">The methods.</param>
    /// <param name="fallback">Handles the events of unknown methods. Null if such an event counts as failed.</param>
    public void Start(MethodTable methods, Func<CallContext, Task>? fallback)
    {
        _methods = methods;
        _fallback = fallback;
        _intake.SetOpen(true);
    }

    /// <summary>
    /// Stops receiving. Waits for the events received so far until the stop timeout, then cancels their handlers, and closes the sockets.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        string endpoints = Sockets.Endpoints;
        _intake.SetOpen(false);
        await _gate.EndAsync(
            "the receiver stopped before the event was handled",
            _options.StopTimeout,
            _options.Linger,
            _options.TimeProvider,
            cancellationToken)
            .ConfigureAwait(false);
        await Sockets.DisposeAsync().ConfigureAwait(false);
        if (Interlocked.Read(ref _left) is > 0 and long left)
        {
            _logger.EventsLeft(endpoints, left);
        }
    }

    /// <inheritdoc/>
    public void OnMessage(in IncomingMessage message)
    {
        if (!_intake.IsOpen)
        {
            OnLeft();
        }
        else if (!IsWanted(message.Body.Span))
        {
            Interlocked.Increment(ref _skipped);
        }
        else
        {
            Take(RunOf(message.Kept()));
        }
    }

    /// <inheritdoc/>
    public void OnMalformed(PeerRoute route, string reason) => Take(EventRun.NoEvent(this, route, 0, reason));

    /// <inheritdoc/>
    public void OnPeerGone(PeerRoute route)
    {
        // The events of the peer remain valid, because no reply is needed.
    }

    /// <inheritdoc/>
    public void OnConnectionChanged() => Sockets.OnConnectionChanged();

    /// <summary>Counts an event that was received but not handled before the receiver stopped.</summary>
    public void OnLeft() => Interlocked.Increment(ref _left);

    /// <summary>Completes an event: it was handled, or a handler, hook or earlier step failed.</summary>
    public void OnEnded(EventRun run, Exception? error, ObservedEvent? observed)
    {
        if (error is null)
        {
            Interlocked.Increment(ref _handled);
        }
        else
        {
            Interlocked.Increment(ref _failures);
            Report(run, error);
        }

        observed?.End(error);
        _gate.Leave(run);
        _intake.Remove(run.Bytes);
    }

    // Filters by the name alone. A message without a readable name is kept and reported like any other malformed event.
    private bool IsWanted(ReadOnlySpan<byte> body) =>
        _filter is null || !EventReader.TryReadName(body, _maxDepth, out ReadOnlySpan<byte> name) || _filter.Wants(name);

    private EventRun RunOf(in IncomingMessage message)
    {
        int bytes = message.Body.Length;
        if (!EventReader.TryRead(message, _maxDepth, out IncomingEvent received, out string? problem))
        {
            return EventRun.NoEvent(this, message.Route, bytes, problem!);
        }

        if (_methods!.TryFind(received.Name.Span, out ServiceMethod? method))
        {
            return new EventRun(this, received, bytes, method, method.Name);
        }

        return _fallback is null
            ? EventRun.NoMethod(this, received, bytes)
            : new EventRun(this, received, bytes, new FallbackMethod(received.NameText, _fallback), received.NameForLog);
    }

    private void Take(EventRun run)
    {
        _intake.Add(run.Bytes);
        _gate.TryEnter(run);
    }

    private void Report(EventRun run, Exception error)
    {
        if (run.Method is null)
        {
            _logger.MalformedEvent(run.Peer, run.Bytes, error.Message);
        }
        else
        {
            _logger.EventFailed(run.Peer, run.Method, error);
        }

        Failed?.Invoke(run.Method, error, _logger.FailureHandlerFailed);
    }
}
