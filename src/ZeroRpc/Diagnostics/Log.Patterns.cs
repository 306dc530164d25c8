using Microsoft.Extensions.Logging;
using ZeroRpc.Transport;

namespace ZeroRpc.Diagnostics;

internal static partial class Log
{
    [LoggerMessage(1250, LogLevel.Warning, "{Method}, an event from {Peer}, failed")]
    public static partial void EventFailed(this ILogger logger, PeerRoute peer, string method, Exception error);

    [LoggerMessage(1251, LogLevel.Error, "A handler of EventFailed failed itself")]
    public static partial void FailureHandlerFailed(this ILogger logger, Exception error);

    [LoggerMessage(1252, LogLevel.Warning, "Stopped at {Endpoints}: {Count} events that had come were not handled")]
    public static partial void EventsLeft(this ILogger logger, string endpoints, long count);

    [LoggerMessage(1253, LogLevel.Warning,
        "Disposed at {Endpoints}: {Count} events that no puller had taken were not sent; their pushes failed")]
    public static partial void PushesLeft(this ILogger logger, string endpoints, int count);

    [LoggerMessage(1254, LogLevel.Information, "Nobody subscribes at {Endpoints}: what is published is dropped")]
    public static partial void NobodySubscribes(this ILogger logger, string endpoints);

    [LoggerMessage(1255, LogLevel.Warning, "A subscriber at {Endpoints} does not keep up: what is published is dropped for it")]
    public static partial void SubscriberFull(this ILogger logger, string endpoints);

    [LoggerMessage(1256, LogLevel.Warning,
        "The publisher at {Endpoints} sends less fast than is published: events are dropped; HighWaterMark is how many may wait")]
    public static partial void PublishQueueFull(this ILogger logger, string endpoints);

    [LoggerMessage(1257, LogLevel.Information, "The publisher at {Endpoints} gets through again; {Count} events were dropped before")]
    public static partial void PublishingAgain(this ILogger logger, string endpoints, long count);
}
