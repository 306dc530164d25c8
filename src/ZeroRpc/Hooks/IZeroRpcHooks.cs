namespace ZeroRpc;

/// <summary>
/// Hooks into calls. They correspond to the hooks of Python's <c>Context</c> (docs/middleware.md). Each hook does nothing unless it is
/// implemented. Add implementations to <see cref="ZeroRpcOptions.Hooks"/> of a client, a server or both; several run in the
/// order of the list. Hooks are called from many threads at once. An exception thrown by a hook fails its call with
/// <see cref="HookException"/>; a <see cref="RemoteException"/> is passed on unchanged.
/// </summary>
public interface IZeroRpcHooks
{
    /// <summary>
    /// Python's <c>load_task_context</c>. Runs on a server, puller or subscriber as the first step of each call or event. Reads the task
    /// context that the caller sent.
    /// </summary>
    /// <param name="entries">The header entries of the request, without the protocol's own.</param>
    /// <remarks>Values that the hook sets in an <see cref="AsyncLocal{T}"/> are visible to the handler.</remarks>
    void LoadTaskContext(IReadOnlyDictionary<string, object?> entries)
    {
    }

    /// <summary>
    /// Python's <c>get_task_context</c>. Runs on a client, pusher or publisher before each request or event is created, and on a server
    /// before each reply is created; for a stream it runs once.
    /// </summary>
    /// <returns>Entries to add to the header, or null for none. Entries of later middleware replace those of earlier middleware.</returns>
    IReadOnlyDictionary<string, object?>? GetTaskContext() => null;

    /// <summary>
    /// Python's <c>server_before_exec</c>. Runs on a server, puller or subscriber before the method runs. Does not run for an unknown
    /// method.
    /// </summary>
    /// <param name="request">The call.</param>
    void ServerBeforeExecute(CallContext request)
    {
    }

    /// <summary>
    /// Python's <c>server_after_exec</c>. Runs on a server, puller or subscriber after the method has completed without an error and before
    /// the reply is sent. For a stream it runs once, after the items and before the end of the stream are sent.
    /// </summary>
    /// <param name="request">The call.</param>
    /// <param name="reply">
    /// The reply, <c>OK</c> or <c>STREAM_DONE</c>, to which the hook can add header entries. Null if no reply is sent.
    /// </param>
    void ServerAfterExecute(CallContext request, ZeroRpcEvent? reply)
    {
    }

    /// <summary>
    /// Python's <c>server_inspect_exception</c>. Runs on a server, puller or subscriber when the call has failed, before the error is sent.
    /// Does not run if the caller is lost. An exception that this hook throws is logged, and the caller still receives the error.
    /// </summary>
    /// <param name="request">The call.</param>
    /// <param name="reply">The reply, <c>ERR</c>, to which the hook can add header entries. Null if no reply is sent.</param>
    /// <param name="taskContext">The entries that <see cref="GetTaskContext"/> returned for the reply.</param>
    /// <param name="exception">The exception that the method threw.</param>
    void ServerInspectException(
        CallContext request, ZeroRpcEvent? reply, IReadOnlyDictionary<string, object?> taskContext, Exception exception)
    {
    }

    /// <summary>
    /// Python's <c>client_handle_remote_error</c>. Runs on a client when an <c>ERR</c> is received. Can replace the exception.
    /// </summary>
    /// <param name="reply">The <c>ERR</c> event.</param>
    /// <param name="exception">The exception created from the event.</param>
    /// <returns>
    /// The exception to throw to the caller, or null for <paramref name="exception"/>. If several middleware return one, the last one is
    /// thrown.
    /// </returns>
    Exception? ClientHandleRemoteError(ZeroRpcEvent reply, RemoteException exception) => null;

    /// <summary>
    /// Python's <c>client_before_request</c>. Runs on a client before the request is sent; with retries, before each attempt.
    /// </summary>
    /// <param name="request">The request, which the hook can change. Its header already contains the task context.</param>
    void ClientBeforeRequest(ZeroRpcRequest request)
    {
    }

    /// <summary>
    /// Python's <c>client_after_request</c>. Runs on a client when the reply has been received or the timeout has elapsed; for a stream,
    /// when it has been read to its end. As in Python, it does not run if the remote is lost, the call is cancelled or the stream is
    /// abandoned.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="reply">The reply, <c>OK</c>, <c>ERR</c> or <c>STREAM_DONE</c>. Null after a timeout.</param>
    /// <param name="exception">The exception to be thrown to the caller, or null if the call succeeded.</param>
    void ClientAfterRequest(ZeroRpcRequest request, ZeroRpcEvent? reply, Exception? exception)
    {
    }
}
