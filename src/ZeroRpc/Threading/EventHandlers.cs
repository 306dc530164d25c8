namespace ZeroRpc.Threading;

/// <summary>Raises events of the public classes.</summary>
internal static class EventHandlers
{
    /// <summary>
    /// Calls all handlers of an event, also those behind a handler that throws. A multicast delegate alone would stop at the first exception.
    /// </summary>
    /// <param name="handler">The handlers; null for none.</param>
    /// <param name="sender">The object whose event is raised.</param>
    /// <param name="args">The argument of the event.</param>
    /// <param name="onFailed">Called with the exception of each handler that throws.</param>
    public static void Raise<T>(EventHandler<T>? handler, object sender, T args, Action<Exception> onFailed)
    {
        foreach (EventHandler<T> each in Delegate.EnumerateInvocationList(handler))
        {
            try
            {
                each(sender, args);
            }
            catch (Exception thrown)
            {
                onFailed(thrown);
            }
        }
    }
}
