namespace ZeroRpc;

/// <summary>
/// Provides the service instance for a call, for example from the scope of a container. Runs directly before the handler on the same
/// thread, after hooks and the first part of interceptors. An exception that it throws is sent to the caller as an error. Pass an activator
/// to <see cref="ZeroRpcServer.AddActivated"/>.
/// </summary>
/// <param name="call">The call.</param>
/// <returns>The service instance, and the owner to dispose when the call has ended.</returns>
public delegate ServiceLease ServiceActivator(CallContext call);

/// <summary>The service instance of one call.</summary>
/// <param name="Service">The instance. It must be of the type that was added.</param>
/// <param name="Owner">
/// Disposed when the method has completed: its result or the last item of its stream has been sent, or it has failed. Null if nothing needs
/// to be disposed. An exception that disposal throws reaches the caller only if the reply has not been sent.
/// </param>
public readonly record struct ServiceLease(object Service, IAsyncDisposable? Owner = null);
