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
/// Takes pushed or published events and has their methods run. Header and id play no part but for the handler's context, as in Python;
/// whatever is wrong with an event is reported, and the next one is taken. Nothing here waits.
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

    /// <summary>Makes a receiver that takes nothing until <see cref="Start"/>.</summary>
    public EventReceiver(SocketRole role, ZeroRpcReceiverOptions options, MethodFilter? filter, ILogger logger)
    {
        _options = options;
        _filter = filter;
        _logger = logger;
        _maxDepth = options.Values.MaxDepth + ChannelOptions.EnvelopeDepth;
        Hooks = HookRunner.Create(options, logger);
        Codec = new ValueCodec(options.Values);
        Sockets = new OneWaySockets(role, options, this, logger);
        _gate = new CallGate(new HandlerPool(DeadlineClock.For(options.TimeProvider)), options.MaxConcurrentEvents, int.MaxValue);
        _intake = new Intake(options.HighWaterMark, Sockets.SetReceiving);
    }

    /// <summary>The sockets.</summary>
    public OneWaySockets Sockets { get; }

    /// <summary>The hooks around the handlers; null when there are none.</summary>
    public HookRunner? Hooks { get; }

    /// <summary>The time.</summary>
    public TimeProvider Time => _options.TimeProvider;

    /// <summary>How values travel.</summary>
    public ValueCodec Codec { get; }

    /// <summary>Told of each failure, with the method's name if there is one; user code.</summary>
    public Action<string?, Exception>? Failed { get; set; }

    /// <summary>How many events are being handled or wait for that.</summary>
    public int Waiting => _intake.Events;

    /// <summary>How many events were handled.</summary>
    public long Handled => Interlocked.Read(ref _handled);

    /// <summary>How many events failed, in whichever way.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>How many events the filter passed over.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    /// <summary>Takes what comes, and what came before and waits in the sockets.</summary>
    /// <param name="methods">The methods.</param>
    /// <param name="fallback">Takes what none of them answers to; null where that is a failure.</param>
    public void Start(MethodTable methods, Func<CallContext, Task>? fallback)
    {
        _methods = methods;
        _fallback = fallback;
        _intake.SetOpen(true);
    }

    /// <summary>Takes nothing more, lets what was taken finish within the stop timeout, cancels it then, and ends the sockets.</summary>
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
        // What it sent stays valid: nobody is to be answered.
    }

    /// <inheritdoc/>
    public void OnConnectionChanged() => Sockets.OnConnectionChanged();

    /// <summary>An event was taken, but not handled before the end.</summary>
    public void OnLeft() => Interlocked.Increment(ref _left);

    /// <summary>An event was handled; or its handler, or what stands before it, failed.</summary>
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

    // By the name alone; what has none is reported like all that is no event.
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

        try
        {
            Failed?.Invoke(run.Method, error);
        }
        catch (Exception e)
        {
            _logger.FailureHandlerFailed(e);
        }
    }
}
