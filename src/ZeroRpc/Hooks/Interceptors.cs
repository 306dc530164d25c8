namespace ZeroRpc;

/// <summary>
/// Runs around the calls of a client (docs/middleware.md): looks at a call, changes it, makes it by <paramref name="next"/>, perhaps more
/// than once, and looks at its reply. Called from many threads at once. Given by <see cref="ZeroRpcClientOptions.Interceptors"/>.
/// </summary>
/// <param name="request">The call, which may be changed before <paramref name="next"/>.</param>
/// <param name="next">Makes the call and gives its first reply; it fails as the call does (see <see cref="ZeroRpcClient"/>).</param>
/// <returns>The reply for the caller. What is thrown instead, the caller is thrown.</returns>
public delegate ValueTask<ZeroRpcReply> ClientInterceptor(ZeroRpcRequest request, Func<ValueTask<ZeroRpcReply>> next);

/// <summary>
/// Runs around the handlers of a server (docs/middleware.md). Called from many threads at once. Given by
/// <see cref="ZeroRpcServerOptions.Interceptors"/>.
/// </summary>
/// <param name="call">The call.</param>
/// <param name="next">
/// Runs the handler; completes when it is done and, for a stream, its items are sent, but not the reply or the stream's end. At most once.
/// </param>
/// <returns>
/// A task; when it is done, the reply is sent. What is thrown instead goes to the caller as an error, whether the handler has run or not:
/// throw <see cref="RemoteException"/> to choose its name.
/// </returns>
public delegate ValueTask ServerInterceptor(CallContext call, Func<ValueTask> next);
