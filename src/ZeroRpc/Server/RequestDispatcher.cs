using Microsoft.Extensions.Logging;
using ZeroRpc.Channels;
using ZeroRpc.Diagnostics;
using ZeroRpc.Events;
using ZeroRpc.Events.Values;
using ZeroRpc.Server.Binding;
using ZeroRpc.Server.Execution;
using ZeroRpc.Threading;
using ZeroRpc.Transport;

namespace ZeroRpc.Server;

/// <summary>
/// Takes requests, finds their methods and starts their calls; answers those that it cannot start. Nothing here waits: the transport's thread
/// goes on reading whatever handlers do.
/// </summary>
internal sealed class RequestDispatcher : IChannelAcceptor
{
    private readonly MethodTable _methods;
    private readonly CallGate _gate;
    private readonly ErrorWriter _errors;
    private readonly ILogger _logger;
    private readonly ServerPipeline? _pipeline;
    private readonly CallObserver? _observer;
    private readonly ObjectPool<ServerCall> _spares = new();
    private volatile bool _draining;

    /// <summary>Makes a dispatcher; without a clock for deadlines it has callers wait as long as it takes.</summary>
    public RequestDispatcher(
        MethodTable methods,
        ValueCodec codec,
        CallGate gate,
        ErrorWriter errors,
        DeadlineClock? deadlines,
        ILogger logger,
        ServerPipeline? pipeline = null,
        CallObserver? observer = null)
    {
        _methods = methods;
        Codec = codec;
        _gate = gate;
        _errors = errors;
        Clock = deadlines;
        _logger = logger;
        _pipeline = pipeline;
        _observer = observer;
    }

    /// <summary>How values travel.</summary>
    public ValueCodec Codec { get; }

    /// <summary>The clock of deadlines; null where they do not count.</summary>
    public DeadlineClock? Clock { get; }

    /// <summary>Until when the caller waits; null when it does not say, or we do not ask.</summary>
    public DateTimeOffset? DeadlineOf(in IncomingEvent request) =>
        Clock is not null && request.Header.Timeout is not null ? CallerDeadline.FromHeader(request.Header, Clock.UtcNow) : null;

    /// <summary>From now on, new calls are refused.</summary>
    public void Drain() => _draining = true;

    /// <inheritdoc/>
    public void OnRequest(Channel channel, in IncomingEvent request)
    {
        int version = request.Header.Version!.Value;
        if (_draining)
        {
            RefuseObserved(channel, request, RefusalNames.Unavailable, $"the server '{_methods.ServerName}' is stopping: call another one, or later");
        }
        else if (!_methods.TryFind(request.Name.Span, out ServiceMethod? method))
        {
            _logger.UnknownMethod(request.Route, request.NameForLog);
            if (_pipeline is { Hooks: not null })
            {
                StartCall(channel, new UnknownMethod(request.NameText), request);
            }
            else
            {
                _ = AnswerAsync(channel, version, UnknownMethod.ErrorOf(request.NameText));
                Observe(request, null)?.EndElsewhere(UnknownMethod.ErrorOf(request.NameForLog));
            }
        }
        else
        {
            StartCall(channel, method, request);
        }
    }

    /// <inheritdoc/>
    public void OnTooManyChannels(Channel channel, in IncomingEvent request)
    {
        // No waiting for room here: nothing bounds how many such channels a peer that reads no answers would leave with us.
        if (channel.TryReserve())
        {
            channel.PutBack();
            RefuseObserved(channel, request, RefusalNames.Overloaded, $"'{request.NameText}' was not started: this client has too many live calls");
        }
        else
        {
            channel.Close(ChannelEnd.Done);
        }
    }

    /// <summary>A call has ended, however.</summary>
    public void OnCallEnded(ServerCall call)
    {
        call.Observed?.End();
        _gate.Leave(call);
        if (call.TryRelease())
        {
            _spares.TryAdd(call);
        }
    }

    /// <summary>What those see who listen of a call, of a method if there is one; null while nobody does.</summary>
    public ObservedCall? Observe(in IncomingEvent request, ServiceMethod? method) => ObservedCall.Take(_observer, request, method?.Name);

    /// <summary>Answers with an error before or instead of a method.</summary>
    public void Refuse(Channel channel, int version, string name, string message) =>
        _ = AnswerAsync(channel, version, new RemoteException(name, message));

    /// <summary>Answers with whatever a handler threw.</summary>
    public async ValueTask AnswerFailureAsync(
        Channel channel, int version, string method, Exception error, ObservedCall? observed, IReadOnlyDictionary<string, object?>? headers = null)
    {
        Exception answer = AnswerTo(method, error);
        observed?.Fail(answer);
        await AnswerAsync(channel, version, answer, headers).ConfigureAwait(false);
        _logger.MethodFailed(channel.Route, method, error);
    }

    /// <summary>Logs that a caller was lost.</summary>
    public void LogLost(string method, PeerRoute peer, ChannelEnd end) => _logger.CallerLost(peer, method, end);

    /// <summary>Logs that a call was not started because its caller had gone.</summary>
    public void LogExpired(string method, PeerRoute peer) => _logger.CallExpired(peer, method);

    /// <summary>Logs an event that no client should send.</summary>
    public void LogUnexpected(in IncomingEvent received)
    {
        _logger.DroppedEvent(received.Route, received.NameForLog, "a server expects no replies");
        Metrics.OnDropped(DropReasons.Unexpected);
    }

    /// <summary>The event that answers whatever a handler threw, for hooks to see.</summary>
    public ZeroRpcEvent FailureEvent(int version, string method, Exception error, IReadOnlyDictionary<string, object?>? headers)
    {
        EventBuffer buffer = EventBuffer.Rent();
        _errors.Write(buffer, version, AnswerTo(method, error));
        return new ZeroRpcEvent("ERR", buffer.Detach(), headers, Codec);
    }

    /// <summary>Answers with an error.</summary>
    public async Task AnswerAsync(Channel channel, int version, Exception error, IReadOnlyDictionary<string, object?>? headers = null)
    {
        try
        {
            await channel.ReserveAsync(CancellationToken.None).ConfigureAwait(false);
            SendErrorOrItsName(channel, version, error, headers);
        }
        catch (Exception e)
        {
            // Nothing is left to tell the caller with; it will see our heartbeats stop.
            if (channel.Close(ChannelEnd.Abandoned))
            {
                _logger.ErrorNotSent(channel.Route, e);
            }
        }
    }

    private void RefuseObserved(Channel channel, in IncomingEvent request, string name, string message)
    {
        Refuse(channel, request.Header.Version!.Value, name, message);
        _methods.TryFind(request.Name.Span, out ServiceMethod? method);
        Observe(request, method)?.EndElsewhere(new RemoteException(name, message));
    }

    private void StartCall(Channel channel, ServiceMethod method, in IncomingEvent request)
    {
        ServerCall call = NewCall();
        call.Open(channel, method, request);
        channel.Attach(call);
        if (!_gate.TryEnter(call))
        {
            _logger.Overloaded(request.Route, request.NameForLog);
            call.Refuse(RefusalNames.Overloaded, $"'{method.Name}' was not started: too many calls wait already");
        }
    }

    private ServerCall NewCall() =>
        _pipeline is not null ? new InterceptedCall(this, _pipeline) : _spares.TryTake(out ServerCall? spare) ? spare : new ServerCall(this);

    private Exception AnswerTo(string method, Exception error) => _draining && error is OperationCanceledException
        ? new RemoteException(RefusalNames.Unavailable, $"the server '{_methods.ServerName}' stopped before '{method}' had finished")
        : error;

    /// <summary>An error that is too large, or throws when it is asked for its message, goes by its name.</summary>
    private void SendErrorOrItsName(Channel channel, int version, Exception error, IReadOnlyDictionary<string, object?>? headers)
    {
        try
        {
            SendError(channel, version, error, headers);
        }
        catch (Exception e)
        {
            string name = error is RemoteException remote ? remote.Name : error.GetType().Name;
            SendError(channel, version, new RemoteException(name, $"The error itself could not be sent: {e.Message}", traceback: ""));
        }
    }

    private void SendError(Channel channel, int version, Exception error, IReadOnlyDictionary<string, object?>? headers = null)
    {
        EventBuffer buffer = channel.BeginEvent(EventNames.Error, headers);
        _errors.Write(buffer, version, error);
        channel.SendLast(buffer);
    }
}
