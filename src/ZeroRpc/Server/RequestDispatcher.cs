using Microsoft.Extensions.Logging;
using ZeroRpc.Channels;
using ZeroRpc.Diagnostics;
using ZeroRpc.Events;
using ZeroRpc.Server.Binding;

namespace ZeroRpc.Server;

/// <summary>
/// Receives requests, finds their methods and starts their calls; answers the requests that it cannot start. Runs on the transport's thread
/// and never waits, so the transport goes on reading whatever handlers do.
/// </summary>
/// <param name="methods">The methods that the server answers.</param>
/// <param name="calls">What all calls have in common.</param>
/// <param name="pipeline">The hooks and interceptors around handlers; null when there are none.</param>
/// <param name="observer">Watches the calls for whoever listens; null for nobody.</param>
internal sealed class RequestDispatcher(
    MethodTable methods, ServerCallOptions calls, ServerPipeline? pipeline = null, CallObserver? observer = null) : IChannelAcceptor
{
    private readonly CallObserver? _observer = observer;

    /// <inheritdoc/>
    public void OnRequest(Channel channel, in IncomingEvent request)
    {
        if (calls.Errors.IsStopping)
        {
            Refuse(channel, request, RefusalNames.Unavailable, $"the server '{methods.ServerName}' is stopping: call another one, or later");
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
        // The answer does not wait for room: nothing bounds the number of such channels that a peer which reads no answers could leave here.
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
            call.Refuse(RefusalNames.Overloaded, $"'{method.Name}' was not started: too many calls wait already");
        }
    }

    /// <summary>The request as its listeners see it; null while nobody listens.</summary>
    private ObservedCall? Observe(in IncomingEvent request, ServiceMethod? method) => _observer is { IsOn: true }
        ? ObservedCall.Receive(_observer, request, method is UnknownMethod ? null : method?.Name)
        : null;
}
