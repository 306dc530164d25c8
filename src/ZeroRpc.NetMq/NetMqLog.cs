using Microsoft.Extensions.Logging;

namespace ZeroRpc.NetMq;

/// <summary>The log messages of NetMQ alone. The ids belong to the transports' range of the library's <c>Log</c>.</summary>
internal static partial class NetMqLog
{
    [LoggerMessage(1004, LogLevel.Warning, "Connections at {Endpoint} close as soon as they are established: is the peer a {Peer}?")]
    public static partial void ConnectionsEndAtOnce(this ILogger logger, string endpoint, string peer);

    [LoggerMessage(1011, LogLevel.Critical, "A transport failed and was closed; all further calls on it fail")]
    public static partial void TransportFailed(this ILogger logger, Exception exception);
}
