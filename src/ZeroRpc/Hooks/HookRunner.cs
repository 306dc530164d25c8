using Microsoft.Extensions.Logging;
using ZeroRpc.Diagnostics;
using ZeroRpc.Events;

namespace ZeroRpc.Hooks;

/// <summary>Runs the hooks of all middleware in order. If a hook throws, the exception names the middleware and the hook.</summary>
internal sealed class HookRunner
{
    private readonly IZeroRpcHooks[] _middleware;
    private readonly ILogger _logger;

    private HookRunner(IZeroRpcHooks[] middleware, ILogger logger)
    {
        _middleware = middleware;
        _logger = logger;
    }

    /// <summary>Creates the runner for the middleware in the options. Returns null if there is none.</summary>
    public static HookRunner? Create(ZeroRpcOptions options, ILogger logger) =>
        options.Hooks.Count == 0 ? null : new HookRunner([.. options.Hooks], logger);

    /// <summary>
    /// Runs <see cref="IZeroRpcHooks.LoadTaskContext"/>. Values that a hook sets in an AsyncLocal are visible to the caller, because
    /// neither method is async.
    /// </summary>
    public void LoadTaskContext(CallContext call) =>
        RunAll(nameof(IZeroRpcHooks.LoadTaskContext), call.Method, each => each.LoadTaskContext(call.Headers));

    /// <summary>Runs <see cref="IZeroRpcHooks.GetTaskContext"/>. Returns null if there are no entries.</summary>
    public IReadOnlyDictionary<string, object?>? GetTaskContext(string method)
    {
        Dictionary<string, object?>? all = null;
        RunAll(nameof(IZeroRpcHooks.GetTaskContext), method, each =>
        {
            foreach ((string key, object? value) in each.GetTaskContext() ?? HeaderEntries.None)
            {
                if (HeaderEntries.IsOwn(key))
                {
                    throw new ArgumentException($"The header entry '{key}' is reserved by the protocol.");
                }

                (all ??= [])[key] = value;
            }
        });
        return all;
    }

    /// <summary>Runs <see cref="IZeroRpcHooks.ServerBeforeExecute"/>.</summary>
    public void ServerBeforeExecute(CallContext call) =>
        RunAll(nameof(IZeroRpcHooks.ServerBeforeExecute), call.Method, each => each.ServerBeforeExecute(call));

    /// <summary>Runs <see cref="IZeroRpcHooks.ServerAfterExecute"/>.</summary>
    public void ServerAfterExecute(CallContext call, ZeroRpcEvent? reply) =>
        RunAll(nameof(IZeroRpcHooks.ServerAfterExecute), call.Method, each => each.ServerAfterExecute(call, reply));

    /// <summary>
    /// Runs <see cref="IZeroRpcHooks.ServerInspectException"/>. Logs an exception thrown by a hook, because the call already has its
    /// error.
    /// </summary>
    public void ServerInspectException(
        CallContext call, ZeroRpcEvent? reply, IReadOnlyDictionary<string, object?>? context, Exception error)
    {
        RunOptional(() => RunAll(
            nameof(IZeroRpcHooks.ServerInspectException),
            call.Method,
            each => each.ServerInspectException(call, reply, context ?? HeaderEntries.None, error)));
    }

    /// <summary>
    /// Runs an optional step of an error reply. Logs an exception instead of propagating it, so that the error is sent without that step.
    /// </summary>
    public void RunOptional(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            _logger.HookFailed(e);
        }
    }

    /// <summary>Runs <see cref="IZeroRpcHooks.ClientBeforeRequest"/>.</summary>
    public void ClientBeforeRequest(ZeroRpcRequest request) =>
        RunAll(nameof(IZeroRpcHooks.ClientBeforeRequest), request.Method, each => each.ClientBeforeRequest(request));

    /// <summary>Runs <see cref="IZeroRpcHooks.ClientHandleRemoteError"/> and returns the exception to throw to the caller.</summary>
    public Exception ClientHandleRemoteError(string method, ZeroRpcEvent reply, RemoteException error)
    {
        Exception result = error;
        RunAll(
            nameof(IZeroRpcHooks.ClientHandleRemoteError),
            method,
            each => result = each.ClientHandleRemoteError(reply, error) ?? result);
        return result;
    }

    /// <summary>Runs <see cref="IZeroRpcHooks.ClientAfterRequest"/>.</summary>
    public void ClientAfterRequest(ZeroRpcRequest request, ZeroRpcEvent? reply, Exception? error) =>
        RunAll(nameof(IZeroRpcHooks.ClientAfterRequest), request.Method, each => each.ClientAfterRequest(request, reply, error));

    private void RunAll(string hook, string method, Action<IZeroRpcHooks> run)
    {
        foreach (IZeroRpcHooks each in _middleware)
        {
            try
            {
                run(each);
            }
            catch (Exception e) when (e is not (RemoteException or OperationCanceledException))
            {
                throw new HookException($"{each.GetType().Name}.{hook} failed for '{method}': {e.GetType().Name}: {ErrorText.MessageOf(e)}", e)
                {
                    Method = method,
                };
            }
        }
    }
}
