namespace ZeroRpc.Diagnostics;

/// <summary>
/// Those who listen to spans and measurements are user code, which is called wherever something happens. What it throws ends no call and no
/// transport: it is told to <see cref="TaskScheduler.UnobservedTaskException"/>, like all that nobody waits for.
/// </summary>
internal static class Listeners
{
    /// <summary>Reports what a listener threw.</summary>
    public static void Report(Exception thrown) => _ = Task.FromException(thrown);
}
