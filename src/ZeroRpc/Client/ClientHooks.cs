using ZeroRpc.Events;
using ZeroRpc.Events.Values;
using ZeroRpc.Hooks;

namespace ZeroRpc.Client;

/// <summary>Runs the hooks as the innermost step of the client pipeline, at the same points as Python (docs/middleware.md).</summary>
internal sealed class ClientHooks(HookRunner hooks, ValueCodec codec)
{
    /// <summary>Makes a call with the hooks around it.</summary>
    public async ValueTask<ZeroRpcReply> CallAsync(ZeroRpcRequest request, Func<ValueTask<ZeroRpcReply>> next)
    {
        AddTaskContext(request);
        hooks.ClientBeforeRequest(request);
        ZeroRpcReply reply;
        try
        {
            reply = await next().ConfigureAwait(false);
        }
        catch (RemoteException error)
        {
            ThrowIfOther(AfterError(request, request.Watch!, error), error);
            throw;
        }
        catch (CallTimeoutException error)
        {
            hooks.ClientAfterRequest(request, null, error);
            throw;
        }

        ReplyWatch watch = request.Watch!; // Belongs to this attempt. The next attempt gets a watch of its own.
        reply.OnEnded(error => AfterReply(request, watch, error));
        return reply;
    }

    /// <summary>Adds the task context to the headers. The call's own headers take precedence.</summary>
    private void AddTaskContext(ZeroRpcRequest request)
    {
        foreach ((string key, object? value) in hooks.GetTaskContext(request.Method) ?? HeaderEntries.None)
        {
            if (!request.Headers.ContainsKey(key))
            {
                request.SetHeader(key, value);
            }
        }
    }

    private void AfterReply(ZeroRpcRequest request, ReplyWatch watch, Exception? error)
    {
        switch (error)
        {
            case null:
                hooks.ClientAfterRequest(request, new ZeroRpcEvent(watch.Latest, codec), null);
                break;
            case RemoteException remote:
                ThrowIfOther(AfterError(request, watch, remote), remote);
                break;
        }
    }

    private Exception AfterError(ZeroRpcRequest request, ReplyWatch watch, RemoteException error)
    {
        var reply = new ZeroRpcEvent(watch.Latest, codec);
        Exception outcome = hooks.ClientHandleRemoteError(request.Method, reply, error);
        hooks.ClientAfterRequest(request, reply, outcome);
        return outcome;
    }

    private static void ThrowIfOther(Exception outcome, RemoteException error)
    {
        if (outcome != error)
        {
            throw outcome;
        }
    }
}
