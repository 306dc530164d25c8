using Microsoft.Extensions.Logging;
using ZeroRpc.Channels;
using ZeroRpc.Diagnostics;
using ZeroRpc.Events;
using ZeroRpc.Server.Binding;

namespace ZeroRpc.Server;

/// <summary>
/// Receives requests, finds their methods and starts their calls. Replies to the requests that it cannot start. Runs on the transport's
/// thread and never waits, so that the transport continues to read whatever the handlers do.
/// </summary>
/// <param name="methods">The methods of the server.</param>
/// <param name="calls">The parts that all calls of the server share.</param>
/// <param name="pipeline">The hooks and interceptors around handlers. Null if there are none.</param>
/// <param name="observer">The observer of spans and metrics. Null if the calls are not observed.</param>
internal sealed class RequestDispatcher(
    MethodTable methods, ServerCallOptions calls, ServerPipeline? pipeline = null, CallObserver? observer = null) : IChannelAcceptor
{
    private readonly CallObserver? _observer = observer;

    /// <inheritdoc/>
    public void OnRequest(Channel channel, in IncomingEvent request)
    {
        if (calls.Errors.IsStopping)
        {
            Refuse(
                channel,
                request,
                RefusalNames.Unavailable,
                $"the server '{methods.ServerName}' is stopping: call another server, or retry later");
        }
        else if (request.Fault is { } fault)
        {
            string what = request.Name.IsEmpty ? "the call" : $"'{request.NameText}'";
            Refuse(channel, request, fault.ErrorName, $"{what} was not started: {fault.Reason}");
        }
        else if (methods.TryFind(request.Name.Span, out ServiceMethod? method))
        {
            StartCall(channel, method, request);
        }
        else
        {
            OnUnknownMethod(channel, request);
        }
    }

    /// <inheritdoc/>
    public void OnTooManyChannels(Channel channel, in IncomingEvent request)
    {
        // The reply does not wait for room, because the number of such channels of a peer that reads no replies would not be limited.
        if (channel.TryReserve())
        {
            channel.PutBack();
            Refuse(channel, request, RefusalNames.Overloaded, $"'{request.NameText}' was not started: this client has too many live calls");
        }
        else
        {
            channel.Close(ChannelEnd.Done);
        }
    }

    private void OnUnknownMethod(Channel channel, in IncomingEvent request)
    {
        calls.Logger.UnknownMethod(request.Route, request.NameForLog);
        if (pipeline is { Hooks: not null })
        {
            StartCall(channel, new UnknownMethod(request.NameText), request);
        }
        else
        {
            calls.Errors.Refuse(channel, request.Header.Version!.Value, UnknownMethod.ErrorOf(request.NameText));
            Observe(request, null)?.EndElsewhere(UnknownMethod.ErrorOf(request.NameForLog));
        }
    }

    private void Refuse(Channel channel, in IncomingEvent request, string name, string message)
    {
        var refusal = new RemoteException(name, message);
        calls.Errors.Refuse(channel, request.Header.Version!.Value, refusal);
        methods.TryFind(request.Name.Span, out ServiceMethod? method);
        Observe(request, method)?.EndElsewhere(refusal);
    }

    private void StartCall(Channel channel, ServiceMethod method, in IncomingEvent request)
    {
        ServerCall call = pipeline is not null ? new InterceptedCall(calls, pipeline)
            : calls.Pool.TryTake(out ServerCall? ended) ? ended
            : new ServerCall(calls);
        call.Open(channel, method, request, Observe(request, method));
        channel.Attach(call);
        if (!calls.Gate.TryEnter(call))
        {
            calls.Logger.Overloaded(request.Route, request.NameForLog);
            call.Refuse(RefusalNames.Overloaded, $"'{method.Name}' was not started: too many calls are waiting");
        }
    }

    /// <summary>Starts to observe a request. Returns null if nothing is being collected.</summary>
    private ObservedCall? Observe(in IncomingEvent request, ServiceMethod? method) => _observer is { IsOn: true }
        ? ObservedCall.Receive(_observer, request, method is UnknownMethod ? null : method?.Name)
        : null;
}
