using System.Diagnostics;
using ZeroRpc.Client;
using ZeroRpc.Diagnostics;

namespace ZeroRpc;

/// <content>
/// Calls with a span or metrics (docs/observe.md). The span covers the whole call, including interceptors, retries and the choice of a
/// server, and is current while they run. It ends with the first reply or, if that starts a stream, with the stream.
/// </content>
public sealed partial class ZeroRpcClient
{
    private async ValueTask<Reply> StartObservedAsync(string method, CallOptions options, object?[]? args, bool streams)
    {
        ObservedCall call = ObservedCall.Make(_observer!, method, _links.Server);
        try
        {
            call.Start(); // Current until this method returns, like every change that an async method makes to an AsyncLocal.
            Reply reply = await StartUnobserved(method, options with { Headers = call.Carry(options.Headers) }, args, streams).ConfigureAwait(false);
            return Observe(call, reply);
        }
        catch (Exception e)
        {
            call.Fail(e);
            call.End();
            throw;
        }
    }

    private Reply RunObserved(string method, in CallOptions options, object?[]? args, bool streams)
    {
        Activity? current = Activity.Current;
        ObservedCall call = ObservedCall.Make(_observer!, method, _links.Server);
        try
        {
            call.Start();
            return Observe(call, RunUnobserved(method, options with { Headers = call.Carry(options.Headers) }, args, streams));
        }
        catch (Exception e)
        {
            call.Fail(e);
            call.End();
            throw;
        }
        finally
        {
            Activity.Current = current;
        }
    }

    private static Reply Observe(ObservedCall call, Reply reply)
    {
        reply.ThrowIfError();
        if (reply.Stream is { } stream)
        {
            stream.Observe(call);
        }
        else
        {
            call.End(reply.Endpoint);
        }

        return reply;
    }
}
