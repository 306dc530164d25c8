namespace ZeroRpc.Diagnostics;

/// <summary>
/// Exceptions of user code that only observes: loggers, listeners to spans and measurements, and the propagator of traces. That code runs
/// wherever something is recorded, also on the library's threads. Its exceptions end neither a call nor a transport. They are passed to
/// <see cref="TaskScheduler.UnobservedTaskException"/>, like the exceptions of other tasks that are not awaited.
/// </summary>
internal static class UnobservedExceptions
{
    /// <summary>Reports an exception.</summary>
    public static void Report(Exception thrown) => _ = Task.FromException(thrown);

    /// <summary>Returns the result of a function. If the function throws, reports its exception and returns the default value.</summary>
    public static T? Try<T>(Func<T> function)
    {
        try
        {
            return function();
        }
        catch (Exception thrown)
        {
            Report(thrown);
            return default;
        }
    }
}
