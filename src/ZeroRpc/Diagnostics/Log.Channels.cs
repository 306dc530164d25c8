using Microsoft.Extensions.Logging;
using ZeroRpc.Events;
using ZeroRpc.Transport;

namespace ZeroRpc.Diagnostics;

/// <summary>What the layers log, a file a layer. Event ids: 1000 transport, 1100 channels, 1200 calls, 1250 one-way events.</summary>
internal static partial class Log
{
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
}
