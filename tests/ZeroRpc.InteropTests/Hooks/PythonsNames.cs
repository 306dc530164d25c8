using System.Collections.Concurrent;

namespace ZeroRpc.InteropTests.Hooks;

/// <summary>Our hooks by Python's names, written down as <c>Peers/python/hooks.py</c> says its own.</summary>
internal sealed class PythonsNames : IZeroRpcHooks
{
    private readonly ConcurrentQueue<string> _log = new();

    public string[] Log => [.. _log];

    public void LoadTaskContext(IReadOnlyDictionary<string, object?> entries) => _log.Enqueue("load_task_context");

    public void ServerBeforeExecute(CallContext request) => _log.Enqueue($"server_before_exec {request.Method}");

    public void ServerAfterExecute(CallContext request, ZeroRpcEvent? reply) => _log.Enqueue($"server_after_exec {reply!.Name}");

    public void ServerInspectException(
        CallContext request, ZeroRpcEvent? reply, IReadOnlyDictionary<string, object?> taskContext, Exception exception) =>
        _log.Enqueue($"server_inspect_exception {reply!.Name}");

    public void ClientBeforeRequest(ZeroRpcRequest request) => _log.Enqueue($"client_before_request {request.Method}");

    public Exception? ClientHandleRemoteError(ZeroRpcEvent reply, RemoteException exception)
    {
        _log.Enqueue($"client_handle_remote_error {reply.Name}");
        return null;
    }

    public void ClientAfterRequest(ZeroRpcRequest request, ZeroRpcEvent? reply, Exception? exception) =>
        _log.Enqueue($"client_after_request {reply?.Name ?? "none"}");
}
