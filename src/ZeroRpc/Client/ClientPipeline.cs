using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using ZeroRpc.Client.Retries;
using ZeroRpc.Events.Values;
using ZeroRpc.Hooks;

namespace ZeroRpc.Client;

/// <summary>The steps around the calls of a client: the interceptors on the outside, then the retries, then the hooks.</summary>
internal sealed class ClientPipeline
{
    private readonly ClientInterceptor[] _steps;
    private readonly Func<ZeroRpcRequest, ValueTask<ZeroRpcReply>> _call;

    private ClientPipeline(ClientInterceptor[] steps, Func<ZeroRpcRequest, ValueTask<ZeroRpcReply>> call)
    {
        _steps = steps;
        _call = call;
    }

    /// <summary>Creates the pipeline for the options. Returns null if there are no steps, so that calls bypass the pipeline.</summary>
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
            $"An interceptor of '{request.Method}' returned null: return the reply of next, or throw an exception.");
    }

    /// <summary>
    /// Makes a call and blocks. Continuations must not use the synchronization context, because its thread is blocked here.
    /// </summary>
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

    /// <summary>In a method of its own, so that Polly is loaded only if retries are used.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ClientInterceptor Retrying(ZeroRpcRetryOptions options, TimeProvider time, ILogger logger) =>
        new RetryStep(options, time, logger).CallAsync;

    private ValueTask<ZeroRpcReply> RunAsync(ZeroRpcRequest request, int index) =>
        index == _steps.Length ? _call(request) : _steps[index](request, () => RunAsync(request, index + 1));
}
