using Microsoft.Extensions.Logging;
using ZeroRpc.Hooks;

namespace ZeroRpc.Server;

/// <summary>What runs around the handlers of a server.</summary>
internal sealed class ServerPipeline
{
    private readonly ServerInterceptor[] _interceptors;

    private ServerPipeline(HookRunner? hooks, ServerInterceptor[] interceptors)
    {
        Hooks = hooks;
        _interceptors = interceptors;
    }

    /// <summary>The hooks, outermost; null when there are none.</summary>
    public HookRunner? Hooks { get; }

    /// <summary>The pipeline that the options name; null when there is nothing in it, so that calls go without.</summary>
    public static ServerPipeline? Of(ZeroRpcServerOptions options, ILogger logger)
    {
        HookRunner? hooks = HookRunner.Create(options, logger);
        return hooks is null && options.Interceptors.Count == 0 ? null : new ServerPipeline(hooks, [.. options.Interceptors]);
    }

    /// <summary>Runs the interceptors, the first outermost, around a handler.</summary>
    public ValueTask RunAsync(CallContext call, Func<ValueTask> handler) => RunAsync(call, handler, 0);

    private ValueTask RunAsync(CallContext call, Func<ValueTask> handler, int index) =>
        index == _interceptors.Length ? handler() : _interceptors[index](call, () => RunAsync(call, handler, index + 1));
}
