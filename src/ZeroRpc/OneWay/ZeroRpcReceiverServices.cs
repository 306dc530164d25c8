namespace ZeroRpc;

/// <summary>Adds services to a puller or subscriber, and gives back the same object, so that calls can be chained.</summary>
public static class ZeroRpcReceiverServices
{
    /// <summary>Exposes the public methods of an object.</summary>
    /// <typeparam name="T">The puller or subscriber.</typeparam>
    /// <param name="receiver">The puller or subscriber.</param>
    /// <param name="service">
    /// The object. Its methods are called one at a time, unless <see cref="ZeroRpcReceiverOptions.MaxConcurrentEvents"/> allows more.
    /// </param>
    /// <param name="prefix">The text before the names: <c>time</c> makes <c>time.now</c>. Empty by default.</param>
    /// <returns>The puller or subscriber.</returns>
    /// <exception cref="ArgumentException">The object is no service, or another service has one of the names.</exception>
    /// <exception cref="InvalidOperationException">The receiver has started.</exception>
    public static T AddService<T>(this T receiver, object service, string prefix = "")
        where T : ZeroRpcReceiver
    {
        ArgumentNullException.ThrowIfNull(receiver);
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(prefix);
        receiver.Add(methods => methods.AddService(service, prefix));
        return receiver;
    }

    /// <summary>Exposes the public static methods of a type.</summary>
    /// <typeparam name="T">The puller or subscriber.</typeparam>
    /// <param name="receiver">The puller or subscriber.</param>
    /// <param name="type">The type.</param>
    /// <param name="prefix">The text before the names. Empty by default.</param>
    /// <returns>The puller or subscriber.</returns>
    /// <exception cref="ArgumentException">The type has no static method to expose, or another service has one of the names.</exception>
    /// <exception cref="InvalidOperationException">The receiver has started.</exception>
    public static T AddStatic<T>(this T receiver, Type type, string prefix = "")
        where T : ZeroRpcReceiver
    {
        ArgumentNullException.ThrowIfNull(receiver);
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(prefix);
        receiver.Add(methods => methods.AddStatic(type, prefix));
        return receiver;
    }

    /// <summary>
    /// Exposes the public methods of a type. An activator provides the instance for each event, for example from the scope of a container.
    /// </summary>
    /// <typeparam name="T">The puller or subscriber.</typeparam>
    /// <param name="receiver">The puller or subscriber.</param>
    /// <param name="type">A class, or an interface of which exactly the declared and inherited methods are exposed.</param>
    /// <param name="activator">Provides the instance for each event.</param>
    /// <param name="prefix">The text before the names. Empty by default.</param>
    /// <returns>The puller or subscriber.</returns>
    /// <exception cref="ArgumentException">The type has no method to expose, or another service has one of the names.</exception>
    /// <exception cref="InvalidOperationException">The receiver has started.</exception>
    public static T AddActivated<T>(this T receiver, Type type, ServiceActivator activator, string prefix = "")
        where T : ZeroRpcReceiver
    {
        ArgumentNullException.ThrowIfNull(receiver);
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(activator);
        ArgumentNullException.ThrowIfNull(prefix);
        receiver.Add(methods => methods.AddActivated(type, activator, prefix));
        return receiver;
    }

    /// <summary>Exposes a delegate.</summary>
    /// <typeparam name="T">The puller or subscriber.</typeparam>
    /// <param name="receiver">The puller or subscriber.</param>
    /// <param name="name">The name on the wire.</param>
    /// <param name="handler">The delegate. The rules are those of a service's methods.</param>
    /// <returns>The puller or subscriber.</returns>
    /// <exception cref="ArgumentException">Another service has the name.</exception>
    /// <exception cref="InvalidOperationException">The receiver has started.</exception>
    public static T AddMethod<T>(this T receiver, string name, Delegate handler)
        where T : ZeroRpcReceiver
    {
        ArgumentNullException.ThrowIfNull(receiver);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(handler);
        receiver.Add(methods => methods.AddMethod(name, handler, doc: null));
        return receiver;
    }

    /// <summary>Handles the events that no method answers. Without a fallback, each such event is a failure.</summary>
    /// <typeparam name="T">The puller or subscriber.</typeparam>
    /// <param name="receiver">The puller or subscriber.</param>
    /// <param name="handler">
    /// Handles an event: <see cref="CallContext.Method"/> is its name, <see cref="CallContext.ReadArguments"/> reads its arguments. The event
    /// is handled when the task completes.
    /// </param>
    /// <returns>The puller or subscriber.</returns>
    /// <exception cref="InvalidOperationException">There is a fallback already, or the receiver has started.</exception>
    public static T AddFallback<T>(this T receiver, Func<CallContext, Task> handler)
        where T : ZeroRpcReceiver
    {
        ArgumentNullException.ThrowIfNull(receiver);
        ArgumentNullException.ThrowIfNull(handler);
        receiver.SetFallback(handler);
        return receiver;
    }
}
