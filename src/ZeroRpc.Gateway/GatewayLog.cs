using Microsoft.Extensions.Logging;

namespace ZeroRpc.Gateway;

internal static partial class GatewayLog
{
    [LoggerMessage(1500, LogLevel.Error, "The gateway failed during '{Method}'")]
    public static partial void Failed(this ILogger logger, string method, Exception failure);

    [LoggerMessage(1501, LogLevel.Debug, "A WebSocket of {Address} is open, with {Protocol}")]
    public static partial void WebSocketOpened(this ILogger logger, string? address, string? protocol);

    [LoggerMessage(1502, LogLevel.Debug, "A WebSocket of {Address} is closed: {Reason}")]
    public static partial void WebSocketClosed(this ILogger logger, string? address, string reason);
}
