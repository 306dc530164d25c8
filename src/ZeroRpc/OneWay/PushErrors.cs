using ZeroRpc.Client;

namespace ZeroRpc.OneWay;

/// <summary>Creates the exceptions of a pusher. Each states what happened, and the method and the endpoint.</summary>
internal static class PushErrors
{
    /// <summary>The pullers refuse the pusher in the handshake.</summary>
    public static Exception Refused(CallSettings call, string reason) =>
        new HandshakeException($"'{call.Method}' was not sent: the handshake with {call.Endpoint} failed: {reason}")
        {
            Method = call.Method,
            Endpoint = call.Endpoint,
        };

    /// <summary>No puller accepted the event before its timeout, or before the pusher was disposed.</summary>
    public static Exception NotPushed(CallSettings call, bool isDisposed, bool isConnected)
    {
        string why = isConnected ? $"the pullers at {call.Endpoint} have no room" : $"no puller is connected at {call.Endpoint}";
        if (isDisposed)
        {
            return new ObjectDisposedException(nameof(ZeroRpcPusher), $"The pusher was disposed before '{call.Method}' was sent: {why}.");
        }

        string message = $"'{call.Method}' was not sent within {CallErrors.Seconds(call.Timeout!.Value)}: {why}.";
        return isConnected
            ? new CallTimeoutException(message) { Method = call.Method, Endpoint = call.Endpoint }
            : new NotConnectedException(message) { Method = call.Method, Endpoint = call.Endpoint };
    }
}
