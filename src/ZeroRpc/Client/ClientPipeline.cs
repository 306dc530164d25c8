using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using ZeroRpc.Client.Retries;
using ZeroRpc.Events.Values;
using ZeroRpc.Hooks;

namespace ZeroRpc.Client;

/// <summary>What runs around the calls of a client: the interceptors, within them the retries, within those the hooks.</summary>
internal sealed class ClientPipeline
{
    private readonly ClientInterceptor[] _steps;
    private readonly Func<ZeroRpcRequest, ValueTask<ZeroRpcReply>> _call;

    private ClientPipeline(ClientInterceptor[] steps, Func<ZeroRpcRequest, ValueTask<ZeroRpcReply>> call)
    {
        _steps = steps;
        _call = call;
    }

    /// <summary>The pipeline that the options name, around what makes a call; null when it is empty, so that calls go without.</summary>
    public static ClientPipeline? Of(
        ZeroRpcClientOptions options, ValueCodec codec, ILogger logger, Func<ZeroRpcRequest, ValueTask<ZeroRpcReply>> call)
    {
        List<ClientInterceptor> steps = [.. options.Interceptors];
        if (options.Retry is { } retry)
        {
            steps.Add(Retrying(retry, options.TimeProvider, logger));
        }

        if (HookRunner.Create(options, logger) is { } hooks)
        {
            steps.Add(new ClientHooks(hooks, codec).CallAsync);
        }

        return steps.Count == 0 ? null : new ClientPipeline([.. steps], call);
    }

    /// <summary>Makes a call.</summary>
    public async ValueTask<Reply> RunAsync(ZeroRpcRequest request)
    {
        ZeroRpcReply reply = await RunAsync(request, 0).ConfigureAwait(false);
        return reply?.Reply ?? throw new InvalidOperationException(
            $"An interceptor of '{request.Method}' gave no reply: return that of next, or throw.");
    }

    /// <summary>Makes a call and blocks; what awaits meanwhile does not come back to the synchronization context, which is blocked.</summary>
    public Reply Run(ZeroRpcRequest request)
    {
        SynchronizationContext? context = SynchronizationContext.Current;
        try
        {
            SynchronizationContext.SetSynchronizationContext(null);
            return RunAsync(request).AsTask().GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>On its own, so that Polly is loaded only by those who retry.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ClientInterceptor Retrying(ZeroRpcRetryOptions options, TimeProvider time, ILogger logger) =>
        new RetryStep(options, time, logger).CallAsync;

    private ValueTask<ZeroRpcReply> RunAsync(ZeroRpcRequest request, int index) =>
        index == _steps.Length ? _call(request) : _steps[index](request, () => RunAsync(request, index + 1));
}
