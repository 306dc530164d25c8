using Microsoft.Extensions.Logging;
using ZeroRpc.Channels;
using ZeroRpc.Events;
using ZeroRpc.Transport;

namespace ZeroRpc.Diagnostics;

/// <summary>
/// All that is logged, layer by layer. An id means its message for good: a new message takes the next free one of its layer, and is told in
/// docs/observe.md. What peers say to each other, a <see cref="Payload"/>, is logged at Trace alone.
/// </summary>
internal static partial class Log
{
    /// <summary>Logs a message that goes out.</summary>
    public static void Sends(this ILogger logger, in OutgoingMessage message)
    {
        if (logger.IsEnabled(LogLevel.Trace))
        {
            logger.Sends(message.Route, Payload.Of(message.Body));
        }
    }

    /// <summary>Logs a message that came.</summary>
    public static void Received(this ILogger logger, in IncomingMessage message)
    {
        if (logger.IsEnabled(LogLevel.Trace))
        {
            logger.Received(message.Route, Payload.Of(message.Body));
        }
    }

    // The transports: 1000 to 1099.

    [LoggerMessage(1000, LogLevel.Debug, "Listening on {Endpoint}")]
    public static partial void Listening(this ILogger logger, string endpoint);

    [LoggerMessage(1001, LogLevel.Debug, "Connected to {Endpoint}")]
    public static partial void Connected(this ILogger logger, string endpoint);

    [LoggerMessage(1002, LogLevel.Debug, "Lost the connection to {Endpoint}; connecting again in {Delay} ms")]
    public static partial void Disconnected(this ILogger logger, string endpoint, int delay);

    [LoggerMessage(1003, LogLevel.Debug, "The peer {Route} is gone: what was to be sent to it is dropped")]
    public static partial void PeerGone(this ILogger logger, string route);

    [LoggerMessage(1005, LogLevel.Warning, "A {Role} is connected where a {Peer} listens now: nothing goes between them")]
    public static partial void PeerDoesNotFit(this ILogger logger, string role, string peer);

    [LoggerMessage(1010, LogLevel.Error, "A transport's receiver failed on a message; the message is lost, the transport goes on")]
    public static partial void ReceiverFailed(this ILogger logger, Exception exception);

    [LoggerMessage(1020, LogLevel.Debug, "Not connected to {Endpoint} ({Problem}); connecting again in {Delay} ms")]
    public static partial void ConnectsAgain(this ILogger logger, string endpoint, string problem, int delay);

    [LoggerMessage(1021, LogLevel.Warning, "Cut off {Peer}: {Reason}")]
    public static partial void CutOff(this ILogger logger, string peer, string reason);

    [LoggerMessage(1024, LogLevel.Warning, "Cut off {Count} more peers, each of which this log leaves out: they came too fast")]
    public static partial void CutOffMore(this ILogger logger, int count);

    [LoggerMessage(1022, LogLevel.Warning, "Cannot accept a connection at {Endpoint} ({Problem}); accepting again in {Delay} ms")]
    public static partial void CannotAccept(this ILogger logger, string endpoint, string problem, int delay);

    [LoggerMessage(1023, LogLevel.Error, "The connection to {Peer} failed and is closed")]
    public static partial void ConnectionFailed(this ILogger logger, string peer, Exception exception);

    [LoggerMessage(1030, LogLevel.Trace, "Sends {Peer}: {Payload}", SkipEnabledCheck = true)]
    private static partial void Sends(this ILogger logger, PeerRoute peer, Payload payload);

    [LoggerMessage(1031, LogLevel.Trace, "{Peer} sent: {Payload}", SkipEnabledCheck = true)]
    private static partial void Received(this ILogger logger, PeerRoute peer, Payload payload);

    // The channels: 1100 to 1199.

    [LoggerMessage(1100, LogLevel.Warning, "Dropped a message of {Bytes} bytes from {Peer}, which is no event: {Reason}")]
    public static partial void MalformedEvent(this ILogger logger, PeerRoute peer, int bytes, string reason);

    [LoggerMessage(1101, LogLevel.Warning, "Dropped a message from {Peer}: {Reason}")]
    public static partial void MalformedMessage(this ILogger logger, PeerRoute peer, string reason);

    [LoggerMessage(1102, LogLevel.Warning, "Dropped the event {Name} from {Peer}: {Reason}")]
    public static partial void DroppedEvent(this ILogger logger, PeerRoute peer, string name, string reason);

    [LoggerMessage(1103, LogLevel.Debug, "Dropped the event {Name} from {Peer}: its channel {Channel} is not live (any more)")]
    public static partial void UnknownChannel(this ILogger logger, PeerRoute peer, string name, MessageId channel);

    [LoggerMessage(1104, LogLevel.Warning, "Refused the call of {Name} from {Peer}: it has {Limit} live channels already")]
    public static partial void TooManyChannels(this ILogger logger, PeerRoute peer, string name, int limit);

    // Calls: 1200 to 1249.

    [LoggerMessage(1200, LogLevel.Information, "No method {Method}, which {Peer} called")]
    public static partial void UnknownMethod(this ILogger logger, PeerRoute peer, string method);

    [LoggerMessage(1201, LogLevel.Warning, "Refused the call of {Method} from {Peer}: too many calls wait already")]
    public static partial void Overloaded(this ILogger logger, PeerRoute peer, string method);

    [LoggerMessage(1202, LogLevel.Information, "{Method}, called by {Peer}, failed")]
    public static partial void MethodFailed(this ILogger logger, PeerRoute peer, string method, Exception error);

    [LoggerMessage(1203, LogLevel.Information, "The caller {Peer} of {Method} is no longer there: {End}")]
    public static partial void CallerLost(this ILogger logger, PeerRoute peer, string method, ChannelEnd end);

    [LoggerMessage(1204, LogLevel.Error, "An error could not be sent to {Peer}")]
    public static partial void ErrorNotSent(this ILogger logger, PeerRoute peer, Exception error);

    [LoggerMessage(1205, LogLevel.Information, "Did not start {Method}, called by {Peer}: its caller had stopped waiting")]
    public static partial void CallExpired(this ILogger logger, PeerRoute peer, string method);

    [LoggerMessage(1206, LogLevel.Error, "A handler of ConnectionChanged failed on {Endpoint}")]
    public static partial void ConnectionHandlerFailed(this ILogger logger, string endpoint, Exception error);

    [LoggerMessage(1207, LogLevel.Warning, "Could not resolve {Name}; going on with the endpoints known before")]
    public static partial void NotResolved(this ILogger logger, string name, Exception error);

    [LoggerMessage(1208, LogLevel.Warning, "Could not connect to {Endpoint}, to which {Name} was resolved")]
    public static partial void NotUsable(this ILogger logger, string endpoint, string name, Exception error);

    [LoggerMessage(1209, LogLevel.Debug, "Resolved {Name}: {Endpoints}")]
    public static partial void Resolved(this ILogger logger, string name, string endpoints);

    [LoggerMessage(1210, LogLevel.Error, "A hook failed while an error was being answered, which goes out without it")]
    public static partial void HookFailed(this ILogger logger, Exception error);

    [LoggerMessage(1211, LogLevel.Information, "{Method} failed and is called again, attempt {Attempt}, after {Delay}")]
    public static partial void Retrying(this ILogger logger, string method, int attempt, TimeSpan delay, Exception error);

    // One-way events: 1250 to 1299.

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
