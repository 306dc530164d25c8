namespace ZeroRpc;

/// <summary>
/// Gives each call the object that answers it, such as one from a container's scope. Runs where the handler runs, just before it and after
/// interceptors and hooks. What it throws, the caller gets as an error. Given to <see cref="ZeroRpcServer.AddActivated"/>.
/// </summary>
/// <param name="call">The call.</param>
/// <returns>The object, and what is to be disposed when the call is over.</returns>
public delegate ServiceLease ServiceActivator(CallContext call);

/// <summary>The object that answers one call.</summary>
/// <param name="Service">The object, of the type that was added.</param>
/// <param name="Owner">
/// Disposed when the method is done with: its value or the last item of its stream was sent, or it has failed. Null for nothing. An
/// exception of its own reaches the caller only where the reply has not gone out.
/// </param>
public readonly record struct ServiceLease(object Service, IAsyncDisposable? Owner = null);
