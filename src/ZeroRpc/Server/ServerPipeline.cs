using Microsoft.Extensions.Logging;
using ZeroRpc.Hooks;

namespace ZeroRpc.Server;

/// <summary>The hooks and interceptors around the handlers of a server.</summary>
internal sealed class ServerPipeline
{
    private readonly ServerInterceptor[] _interceptors;

    private ServerPipeline(HookRunner? hooks, ServerInterceptor[] interceptors)
    {
        Hooks = hooks;
        _interceptors = interceptors;
    }

    /// <summary>The hooks, which run outside the interceptors. Null if there are none.</summary>
    public HookRunner? Hooks { get; }

    /// <summary>
    /// Creates the pipeline for the options. Returns null if there are no hooks or interceptors, so that calls bypass the pipeline.
    /// </summary>
    public static ServerPipeline? Of(ZeroRpcServerOptions options, ILogger logger)
    {
        HookRunner? hooks = HookRunner.Create(options, logger);
        return hooks is null && options.Interceptors.Count == 0 ? null : new ServerPipeline(hooks, [.. options.Interceptors]);
    }

    /// <summary>Runs a handler inside the interceptors. The first interceptor is the outermost.</summary>
    public ValueTask RunAsync(CallContext call, Func<ValueTask> handler) => RunAsync(call, handler, 0);

    private ValueTask RunAsync(CallContext call, Func<ValueTask> handler, int index) =>
        index == _interceptors.Length ? handler() : _interceptors[index](call, () => RunAsync(call, handler, index + 1));
}
