using Microsoft.Extensions.Logging;

namespace ZeroRpc.Diagnostics;

/// <summary>What the transports log: events 1000 to 1099.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Debug, "Listening on {Endpoint}")]
    public static partial void Listening(ILogger logger, string endpoint);

    [LoggerMessage(1001, LogLevel.Debug, "Connected to {Endpoint}")]
    public static partial void Connected(ILogger logger, string endpoint);

    [LoggerMessage(1002, LogLevel.Debug, "Lost the connection to {Endpoint}; connecting again in {Delay} ms")]
    public static partial void Disconnected(ILogger logger, string endpoint, int delay);

    [LoggerMessage(1003, LogLevel.Debug, "The peer {Route} is gone: what was to be sent to it is dropped")]
    public static partial void PeerGone(ILogger logger, string route);

    [LoggerMessage(1004, LogLevel.Warning, "Connections at {Endpoint} end as soon as they are up: is a {Peer} at the other end?")]
    public static partial void ConnectionsEndAtOnce(ILogger logger, string endpoint, string peer);

    [LoggerMessage(1005, LogLevel.Warning, "A {Role} is connected where a {Peer} listens now: nothing goes between them")]
    public static partial void PeerDoesNotFit(ILogger logger, string role, string peer);

    [LoggerMessage(1010, LogLevel.Error, "A transport's receiver failed on a message; the message is lost, the transport goes on")]
    public static partial void ReceiverFailed(ILogger logger, Exception exception);

    [LoggerMessage(1011, LogLevel.Critical, "A transport failed and has ended; every later call on it fails")]
    public static partial void TransportFailed(ILogger logger, Exception exception);

    [LoggerMessage(1020, LogLevel.Debug, "Not connected to {Endpoint} ({Problem}); connecting again in {Delay} ms")]
    public static partial void ConnectsAgain(ILogger logger, string endpoint, string problem, int delay);

    [LoggerMessage(1021, LogLevel.Warning, "Cut off {Peer}: {Reason}")]
    public static partial void CutOff(ILogger logger, string peer, string reason);

    [LoggerMessage(1022, LogLevel.Warning, "Cannot accept a connection at {Endpoint} ({Problem}); accepting again in {Delay} ms")]
    public static partial void CannotAccept(ILogger logger, string endpoint, string problem, int delay);

    [LoggerMessage(1023, LogLevel.Error, "The connection to {Peer} failed and is closed")]
    public static partial void ConnectionFailed(ILogger logger, string peer, Exception exception);
}
