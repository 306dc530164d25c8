namespace ZeroRpc.Diagnostics;

/// <summary>
/// Handles exceptions of listeners to spans and measurements. Listeners are user code and run wherever something is recorded. An exception
/// thrown by a listener ends neither a call nor a transport. It is passed to <see cref="TaskScheduler.UnobservedTaskException"/>, like the
/// exceptions of other tasks that are not awaited.
/// </summary>
internal static class Listeners
{
    /// <summary>Reports an exception thrown by a listener.</summary>
    public static void Report(Exception thrown) => _ = Task.FromException(thrown);
}
