using System.Collections.Concurrent;

namespace ZeroRpc.Tests.Behaviour;

/// <summary>Writes down which hooks ran, in order, and what they saw; does in each whatever a test wants.</summary>
internal sealed class RecordingMiddleware(string name = "") : IZeroRpcHooks
{
    private readonly ConcurrentQueue<string> _log = new();

    public string[] Log => [.. _log];

    /// <summary>The log that several write to; by default each its own.</summary>
    public RecordingMiddleware? LogsTo { get; init; }

    public Action<string> OnHook { get; init; } = _ => { };

    public IReadOnlyDictionary<string, object?>? Context { get; init; }

    public Action<CallContext> OnServerBefore { get; init; } = _ => { };

    public Action<ZeroRpcEvent?> OnServerAfter { get; init; } = _ => { };

    public Action<ZeroRpcEvent?> OnServerError { get; init; } = _ => { };

    public Action<ZeroRpcRequest> OnClientBefore { get; init; } = _ => { };

    public Action<ZeroRpcEvent?, Exception?> OnClientAfter { get; init; } = (_, _) => { };

    public Func<RemoteException, Exception?> OnRemoteError { get; init; } = _ => null;

    public void LoadTaskContext(IReadOnlyDictionary<string, object?> entries) => Note("load", string.Join(",", entries.Keys.Order()));

    public IReadOnlyDictionary<string, object?>? GetTaskContext()
    {
        Note("get");
        return Context;
    }

    public void ServerBeforeExecute(CallContext request)
    {
        Note("before", request.Method);
        OnServerBefore(request);
    }

    public void ServerAfterExecute(CallContext request, ZeroRpcEvent? reply)
    {
        Note("after", request.Method, reply?.Name ?? "none");
        OnServerAfter(reply);
    }

    public void ServerInspectException(
        CallContext request, ZeroRpcEvent? reply, IReadOnlyDictionary<string, object?> taskContext, Exception exception)
    {
        Note("inspect", request.Method, reply?.Name ?? "none", exception.GetType().Name);
        OnServerError(reply);
    }

    public Exception? ClientHandleRemoteError(ZeroRpcEvent reply, RemoteException exception)
    {
        Note("error", reply.Name, exception.Name);
        return OnRemoteError(exception);
    }

    public void ClientBeforeRequest(ZeroRpcRequest request)
    {
        Note("request", request.Method);
        OnClientBefore(request);
    }

    public void ClientAfterRequest(ZeroRpcRequest request, ZeroRpcEvent? reply, Exception? exception)
    {
        Note("reply", request.Method, reply?.Name ?? "none", exception?.GetType().Name ?? "fine");
        OnClientAfter(reply, exception);
    }

    private void Note(string hook, params string[] seen)
    {
        (LogsTo ?? this)._log.Enqueue(string.Join(' ', [name + hook, .. seen]).Trim());
        OnHook(hook);
    }
}
