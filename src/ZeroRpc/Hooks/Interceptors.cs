namespace ZeroRpc;

/// <summary>
/// Runs around each call of a client (docs/middleware.md). An interceptor can inspect and change the call, make it with
/// <paramref name="next"/> once or several times, and inspect the reply. Interceptors are called from many threads at once. Add them to
/// <see cref="ZeroRpcClientOptions.Interceptors"/>.
/// </summary>
/// <param name="request">The call. It can be changed before <paramref name="next"/> is called.</param>
/// <param name="next">
/// Makes the call and returns its first reply. It throws the exceptions of the call (see <see cref="ZeroRpcClient"/>).
/// </param>
/// <returns>The reply for the caller. An exception thrown by the interceptor is thrown to the caller.</returns>
public delegate ValueTask<ZeroRpcReply> ClientInterceptor(ZeroRpcRequest request, Func<ValueTask<ZeroRpcReply>> next);

/// <summary>
/// Runs around each handler of a server (docs/middleware.md). Interceptors are called from many threads at once. Add them to
/// <see cref="ZeroRpcServerOptions.Interceptors"/>.
/// </summary>
/// <param name="call">The call.</param>
/// <param name="next">
/// Runs the handler. Completes when the handler has completed and, for a stream, all items have been sent, but before the reply or the end
/// of the stream is sent. Call it at most once.
/// </param>
/// <returns>
/// A task. The reply is sent when it completes. An exception thrown by the interceptor is sent to the caller as an error, whether the
/// handler has run or not; throw <see cref="RemoteException"/> to choose the name of the error.
/// </returns>
public delegate ValueTask ServerInterceptor(CallContext call, Func<ValueTask> next);
