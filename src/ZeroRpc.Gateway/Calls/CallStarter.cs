using Microsoft.Extensions.Options;

namespace ZeroRpc.Gateway.Calls;

/// <summary>Makes the calls of clients that have been authorized.</summary>
internal sealed class CallStarter(ServiceClients clients, ArgumentBinder binder, IOptions<ZeroRpcGatewayOptions> options)
{
    /// <summary>Makes a call and waits for its first reply.</summary>
    /// <exception cref="ZeroRpcException">The call has failed.</exception>
    /// <exception cref="Problems.GatewayException">The arguments cannot be those of the method.</exception>
    public async Task<ZeroRpcReply> StartAsync(CallRequest request, CancellationToken cancellationToken)
    {
        object?[] arguments = await binder.BindAsync(request, cancellationToken).ConfigureAwait(false);
        var call = new CallOptions
        {
            CancellationToken = cancellationToken,
            Timeout = Limit(request.Timeout) ?? options.Value.Timeout,
            Headers = request.Headers,
        };
        return await clients.Get(request.Service).CallAsync(request.Method, call, arguments).ConfigureAwait(false);
    }

    /// <summary>Shortens a deadline to the longest that clients may ask for.</summary>
    public TimeSpan? Limit(TimeSpan? timeout) => timeout > options.Value.MaxTimeout ? options.Value.MaxTimeout : timeout;
}
