using Microsoft.Extensions.Logging;
using ZeroRpc.Channels;
using ZeroRpc.Transport;

namespace ZeroRpc.Diagnostics;

internal static partial class Log
{
    [LoggerMessage(1200, LogLevel.Information, "No method {Method}, which {Peer} called")]
    public static partial void UnknownMethod(this ILogger logger, PeerRoute peer, string method);

    [LoggerMessage(1201, LogLevel.Warning, "Refused the call of {Method} from {Peer}: too many calls wait already")]
    public static partial void Overloaded(this ILogger logger, PeerRoute peer, string method);

    [LoggerMessage(1202, LogLevel.Information, "{Method}, called by {Peer}, failed")]
    public static partial void MethodFailed(this ILogger logger, PeerRoute peer, string method, Exception error);

    [LoggerMessage(1203, LogLevel.Information, "The caller {Peer} of {Method} is no longer there: {End}")]
    public static partial void CallerLost(this ILogger logger, PeerRoute peer, string method, ChannelEnd end);

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

    [LoggerMessage(1204, LogLevel.Error, "An error could not be sent to {Peer}")]
    public static partial void ErrorNotSent(this ILogger logger, PeerRoute peer, Exception error);

    [LoggerMessage(1205, LogLevel.Error, "A hook failed while an error was being answered, which goes out without it")]
    public static partial void HookFailed(this ILogger logger, Exception error);

    [LoggerMessage(1206, LogLevel.Information, "{Method} failed and is called again, attempt {Attempt}, after {Delay}")]
    public static partial void Retrying(this ILogger logger, string method, int attempt, TimeSpan delay, Exception error);
}
