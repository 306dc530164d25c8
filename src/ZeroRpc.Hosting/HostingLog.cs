using Microsoft.Extensions.Logging;

namespace ZeroRpc.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(1400, LogLevel.Information, "{Server} serves {Service} on {Endpoints}")]
    public static partial void Serving(this ILogger logger, string server, string service, string endpoints);

    [LoggerMessage(
        1401, LogLevel.Information, "{Server} is stopping: new calls are rejected, running calls can complete within {StopTimeout}")]
    public static partial void Stopping(this ILogger logger, string server, TimeSpan stopTimeout);

    [LoggerMessage(1402, LogLevel.Information, "{Server} has stopped")]
    public static partial void Stopped(this ILogger logger, string server);

    [LoggerMessage(1404, LogLevel.Information, "{Receiver} handles events from {Endpoints}")]
    public static partial void Receiving(this ILogger logger, string receiver, string endpoints);

    [LoggerMessage(1405, LogLevel.Information, "{Receiver} is stopping: received events can be handled within {StopTimeout}")]
    public static partial void StoppingReceiver(this ILogger logger, string receiver, TimeSpan stopTimeout);

    [LoggerMessage(1403, LogLevel.Error, "Disposing the scope of a call of {Service} failed; its reply has already been sent")]
    public static partial void ScopeNotDisposed(this ILogger logger, Type service, Exception error);
}
