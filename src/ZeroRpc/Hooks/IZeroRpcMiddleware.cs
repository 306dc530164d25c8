namespace ZeroRpc;

/// <summary>
/// Hooks into calls, those of Python's <c>Context</c> under .NET names (docs/middleware.md): each does nothing unless implemented. Given to
/// a client, a server or both by <see cref="ZeroRpcSocketOptions.Middleware"/>; several run in their order. Called from many threads at once.
/// A hook that throws fails its call with <see cref="MiddlewareException"/>; a <see cref="RemoteException"/> it throws stands as it is.
/// </summary>
public interface IZeroRpcMiddleware
{
    /// <summary>Python's <c>load_task_context</c>. On a server, puller or subscriber, before all else of a call: takes what the call brought along.</summary>
    /// <param name="entries">The request's header entries beside the protocol's own.</param>
    /// <remarks>What it sets in an <see cref="AsyncLocal{T}"/> reaches the handler.</remarks>
    void LoadTaskContext(IReadOnlyDictionary<string, object?> entries)
    {
    }

    /// <summary>
    /// Python's <c>get_task_context</c>. On a client, pusher or publisher before each request or event is made, on a server before each reply; a stream: once.
    /// </summary>
    /// <returns>Entries to add to the header; null for none. Those of later middleware take the place of earlier ones.</returns>
    IReadOnlyDictionary<string, object?>? GetTaskContext() => null;

    /// <summary>Python's <c>server_before_exec</c>. On a server, puller or subscriber, before the method runs; not for a method that does not exist.</summary>
    /// <param name="request">The call.</param>
    void ServerBeforeExecute(CallContext request)
    {
    }

    /// <summary>
    /// Python's <c>server_after_exec</c>. On a server, when the method has run without an error and before the reply is sent; for a stream
    /// once, when its items are sent and before its end is.
    /// </summary>
    /// <param name="request">The call.</param>
    /// <param name="reply">The reply, <c>OK</c> or <c>STREAM_DONE</c>, whose header may be added to; null where none is sent.</param>
    void ServerAfterExecute(CallContext request, ZeroRpcEvent? reply)
    {
    }

    /// <summary>
    /// Python's <c>server_inspect_exception</c>. On a server, when the call failed and before the error is sent; not when the caller is lost.
    /// What this hook throws is logged, and the caller gets the error all the same.
    /// </summary>
    /// <param name="request">The call.</param>
    /// <param name="reply">The reply, <c>ERR</c>, whose header may be added to; null where none is sent.</param>
    /// <param name="taskContext">What <see cref="GetTaskContext"/> gave for it.</param>
    /// <param name="exception">What was thrown.</param>
    void ServerInspectException(
        CallContext request, ZeroRpcEvent? reply, IReadOnlyDictionary<string, object?> taskContext, Exception exception)
    {
    }

    /// <summary>
    /// Python's <c>client_handle_remote_error</c>. On a client, when an <c>ERR</c> came: may make another exception of it.
    /// </summary>
    /// <param name="reply">The error's event.</param>
    /// <param name="exception">The exception that it stands for.</param>
    /// <returns>What the caller is thrown; null for <paramref name="exception"/>. Of several, the last that is not null counts.</returns>
    Exception? ClientHandleRemoteError(ZeroRpcEvent reply, RemoteException exception) => null;

    /// <summary>
    /// Python's <c>client_before_request</c>. On a client, before the request is sent; with retries, before each attempt.
    /// </summary>
    /// <param name="request">The request, which may be changed; its header has the task context.</param>
    void ClientBeforeRequest(ZeroRpcRequest request)
    {
    }

    /// <summary>
    /// Python's <c>client_after_request</c>. On a client, when the reply came or the timeout passed; for a stream when it is read to its end.
    /// Not when the remote is lost, the call cancelled or the stream left early: Python does not call it then.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="reply">The reply, <c>OK</c>, <c>ERR</c> or <c>STREAM_DONE</c>; null after a timeout.</param>
    /// <param name="exception">What the caller is about to be thrown; null when the call went well.</param>
    void ClientAfterRequest(ZeroRpcRequest request, ZeroRpcEvent? reply, Exception? exception)
    {
    }
}
