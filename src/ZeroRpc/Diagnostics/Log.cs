using Microsoft.Extensions.Logging;
using ZeroRpc.Channels;
using ZeroRpc.Events;
using ZeroRpc.Transport;

namespace ZeroRpc.Diagnostics;

/// <summary>
/// All log messages, grouped by layer. An event id never changes its meaning: a new message gets the next free id of its layer and an entry
/// in docs/observe.md. The content of messages between peers, a <see cref="Payload"/>, is logged only at level Trace.
/// </summary>
internal static partial class Log
{
    /// <summary>Logs an outgoing message.</summary>
    public static void Sends(this ILogger logger, in OutgoingMessage message)
    {
        if (logger.IsEnabled(LogLevel.Trace))
        {
            logger.Sends(message.Route, Payload.Of(message.Body));
        }
    }

    /// <summary>Logs a received message.</summary>
    public static void Received(this ILogger logger, in IncomingMessage message)
    {
        if (logger.IsEnabled(LogLevel.Trace))
        {
            logger.Received(message.Route, Payload.Of(message.Body));
        }
    }

    // Transports: 1000 to 1099.

    [LoggerMessage(1000, LogLevel.Debug, "Listening on {Endpoint}")]
    public static partial void Listening(this ILogger logger, string endpoint);

    [LoggerMessage(1001, LogLevel.Debug, "Connected to {Endpoint}")]
    public static partial void Connected(this ILogger logger, string endpoint);

    [LoggerMessage(1002, LogLevel.Debug, "Lost the connection to {Endpoint}; reconnecting in {Delay} ms")]
    public static partial void Disconnected(this ILogger logger, string endpoint, int delay);

    [LoggerMessage(1003, LogLevel.Debug, "The peer {Route} has disconnected; messages that waited for it are dropped")]
    public static partial void PeerGone(this ILogger logger, string route);

    [LoggerMessage(1005, LogLevel.Warning, "A {Role} is connected to a {Peer}: they cannot exchange messages")]
    public static partial void PeerDoesNotFit(this ILogger logger, string role, string peer);

    [LoggerMessage(1010, LogLevel.Error, "Processing a received message failed; the message is lost, and the transport continues")]
    public static partial void ReceiverFailed(this ILogger logger, Exception exception);

    [LoggerMessage(1020, LogLevel.Debug, "Could not connect to {Endpoint} ({Problem}); retrying in {Delay} ms")]
    public static partial void ConnectsAgain(this ILogger logger, string endpoint, string problem, int delay);

    [LoggerMessage(1021, LogLevel.Warning, "Closed the connection to {Peer}: {Reason}")]
    public static partial void CutOff(this ILogger logger, string peer, string reason);

    [LoggerMessage(1024, LogLevel.Warning,
        "Closed the connections of {Count} more peers that were too frequent to log individually")]
    public static partial void CutOffMore(this ILogger logger, int count);

    [LoggerMessage(1022, LogLevel.Warning, "Could not accept a connection at {Endpoint} ({Problem}); retrying in {Delay} ms")]
    public static partial void CannotAccept(this ILogger logger, string endpoint, string problem, int delay);

    [LoggerMessage(1023, LogLevel.Error, "The connection to {Peer} failed and was closed")]
    public static partial void ConnectionFailed(this ILogger logger, string peer, Exception exception);

    [LoggerMessage(1030, LogLevel.Trace, "Sending to {Peer}: {Payload}", SkipEnabledCheck = true)]
    private static partial void Sends(this ILogger logger, PeerRoute peer, Payload payload);

    [LoggerMessage(1031, LogLevel.Trace, "Received from {Peer}: {Payload}", SkipEnabledCheck = true)]
    private static partial void Received(this ILogger logger, PeerRoute peer, Payload payload);

    // Channels: 1100 to 1199.

    [LoggerMessage(1100, LogLevel.Warning, "Dropped a message of {Bytes} bytes from {Peer} that is not an event: {Reason}")]
    public static partial void MalformedEvent(this ILogger logger, PeerRoute peer, int bytes, string reason);

    [LoggerMessage(1101, LogLevel.Warning, "Dropped a message from {Peer}: {Reason}")]
    public static partial void MalformedMessage(this ILogger logger, PeerRoute peer, string reason);

    [LoggerMessage(1102, LogLevel.Warning, "Dropped the event {Name} from {Peer}: {Reason}")]
    public static partial void DroppedEvent(this ILogger logger, PeerRoute peer, string name, string reason);

    [LoggerMessage(1103, LogLevel.Debug, "Dropped the event {Name} from {Peer}: its channel {Channel} does not exist or has ended")]
    public static partial void UnknownChannel(this ILogger logger, PeerRoute peer, string name, MessageId channel);

    [LoggerMessage(1104, LogLevel.Warning, "Rejected the call of {Name} from {Peer}: the peer already has {Limit} live channels")]
    public static partial void TooManyChannels(this ILogger logger, PeerRoute peer, string name, int limit);

    [LoggerMessage(1105, LogLevel.Warning, "Dropped a message of {Bytes} bytes from {Peer}: the limit is {Limit} bytes")]
    public static partial void MessageTooLarge(this ILogger logger, PeerRoute peer, long bytes, int limit);

    [LoggerMessage(1106, LogLevel.Warning, "Dropped the event {Name} from {Peer}: {Reason}; the channel ends")]
    public static partial void ChannelViolated(this ILogger logger, PeerRoute peer, string name, string reason);

    // Calls: 1200 to 1249.

    [LoggerMessage(1200, LogLevel.Information, "{Peer} called the unknown method {Method}")]
    public static partial void UnknownMethod(this ILogger logger, PeerRoute peer, string method);

    [LoggerMessage(1201, LogLevel.Warning, "Rejected the call of {Method} from {Peer}: too many calls are waiting")]
    public static partial void Overloaded(this ILogger logger, PeerRoute peer, string method);

    [LoggerMessage(1202, LogLevel.Information, "The method {Method}, called by {Peer}, failed")]
    public static partial void MethodFailed(this ILogger logger, PeerRoute peer, string method, Exception error);

    [LoggerMessage(1203, LogLevel.Information, "Lost the caller {Peer} of {Method}: {End}")]
    public static partial void CallerLost(this ILogger logger, PeerRoute peer, string method, ChannelEnd end);

    [LoggerMessage(1204, LogLevel.Error, "Could not send an error to {Peer}")]
    public static partial void ErrorNotSent(this ILogger logger, PeerRoute peer, Exception error);

    [LoggerMessage(1205, LogLevel.Information, "Did not start {Method}, called by {Peer}: the caller no longer waits")]
    public static partial void CallExpired(this ILogger logger, PeerRoute peer, string method);

    [LoggerMessage(1206, LogLevel.Error, "An event handler of ConnectionChanged failed for {Endpoint}")]
    public static partial void ConnectionHandlerFailed(this ILogger logger, string endpoint, Exception error);

    [LoggerMessage(1207, LogLevel.Warning, "Could not resolve {Name}; its endpoints remain unchanged")]
    public static partial void NotResolved(this ILogger logger, string name, Exception error);

    [LoggerMessage(1208, LogLevel.Warning, "Could not use {Endpoint}, to which {Name} was resolved")]
    public static partial void NotUsable(this ILogger logger, string endpoint, string name, Exception error);

    [LoggerMessage(1209, LogLevel.Debug, "Resolved {Name} to {Endpoints}")]
    public static partial void Resolved(this ILogger logger, string name, string endpoints);

    [LoggerMessage(1210, LogLevel.Error, "A hook failed for an error reply, which is sent without the changes of the hook")]
    public static partial void HookFailed(this ILogger logger, Exception error);

    [LoggerMessage(1211, LogLevel.Information, "{Method} failed; attempt {Attempt} follows after {Delay}")]
    public static partial void Retrying(this ILogger logger, string method, int attempt, TimeSpan delay, Exception error);

    // One-way events: 1250 to 1299.

    [LoggerMessage(1250, LogLevel.Warning, "The event {Method} from {Peer} failed")]
    public static partial void EventFailed(this ILogger logger, PeerRoute peer, string method, Exception error);

    [LoggerMessage(1251, LogLevel.Error, "An event handler of EventFailed failed")]
    public static partial void FailureHandlerFailed(this ILogger logger, Exception error);

    [LoggerMessage(1252, LogLevel.Warning, "Stopped at {Endpoints}: {Count} received events were not handled")]
    public static partial void EventsLeft(this ILogger logger, string endpoints, long count);

    [LoggerMessage(1253, LogLevel.Warning,
        "Disposed at {Endpoints}: {Count} events were not sent because no puller accepted them; their pushes failed")]
    public static partial void PushesLeft(this ILogger logger, string endpoints, int count);

    [LoggerMessage(1254, LogLevel.Information, "There is no subscriber at {Endpoints}: published events are dropped")]
    public static partial void NobodySubscribes(this ILogger logger, string endpoints);

    [LoggerMessage(1255, LogLevel.Warning, "A subscriber at {Endpoints} is too slow: published events are dropped for it")]
    public static partial void SubscriberFull(this ILogger logger, string endpoints);

    [LoggerMessage(1256, LogLevel.Warning,
        "The publisher at {Endpoints} publishes faster than it can send: events are dropped. HighWaterMark sets how many can wait")]
    public static partial void PublishQueueFull(this ILogger logger, string endpoints);

    [LoggerMessage(1257, LogLevel.Information, "The publisher at {Endpoints} can send again; {Count} events were dropped before")]
    public static partial void PublishingAgain(this ILogger logger, string endpoints, long count);

    // All layers: 1300 to 1309.

    [LoggerMessage(1300, LogLevel.Warning, "Left out {Count} more lines of {Message} about {Peer} in the last {Seconds} s")]
    public static partial void LeftOutOfPeer(this ILogger logger, long count, string message, string peer, int seconds);

    [LoggerMessage(1301, LogLevel.Warning, "Left out {Count} more lines of {Message} in the last {Seconds} s")]
    public static partial void LeftOut(this ILogger logger, long count, string message, int seconds);
}
