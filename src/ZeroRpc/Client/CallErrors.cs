using System.Globalization;
using ZeroRpc.Channels;

namespace ZeroRpc.Client;

/// <summary>What a caller is told: each says what happened, to which method and endpoint, and what to do.</summary>
internal static class CallErrors
{
    /// <summary>No first reply in time.</summary>
    public static Exception TimedOut(CallSettings call, bool sent) =>
        new CallTimeoutException(
            $"'{call.Method}' at {call.Endpoint} gave no reply within {Seconds(call.Timeout!.Value)}. " + (sent
                ? "The method may take longer (raise the timeout), or it may not exist (a Node server then never answers)."
                : "It was not sent, for no connection came up: is the server running, and is the endpoint right?"))
        {
            Method = call.Method,
            Endpoint = call.Endpoint,
            WasSent = sent,
        };

    /// <summary>No connection in time.</summary>
    public static Exception NotConnected(CallSettings call) =>
        new NotConnectedException(
            $"'{call.Method}' was not sent: no peer is connected at {call.Endpoint}, waited {Seconds(call.ConnectTimeout!.Value)}. " +
            "Is the server running, and is the endpoint right?")
        {
            Method = call.Method,
            Endpoint = call.Endpoint,
        };

    /// <summary>The peer refuses this side in the handshake.</summary>
    /// <param name="call">The call.</param>
    /// <param name="reason">Why; null when it has just been connected after all.</param>
    public static Exception Refused(CallSettings call, string? reason) =>
        new HandshakeException(
            $"'{call.Method}' was not sent: the handshake with {call.Endpoint} failed: {reason ?? "the server refused this client"}")
        {
            Method = call.Method,
            Endpoint = call.Endpoint,
        };

    /// <summary>The channel ended before the call did.</summary>
    public static Exception Ended(CallSettings call, ChannelEnd end, TimeSpan? silence) => end switch
    {
        ChannelEnd.Lost => new LostRemoteException(
            $"Lost the remote of '{call.Method}' at {call.Endpoint}: no heartbeat for {Seconds(silence!.Value)}. It has died, cannot be reached, " +
            "or is blocked by its own work (a Python server that computes sends no heartbeats); or its interval is more than twice ours.")
        {
            Method = call.Method,
            Endpoint = call.Endpoint,
        },
        ChannelEnd.PeerGone => new LostRemoteException(
            $"Lost the remote of '{call.Method}' at {call.Endpoint}: its connection has gone. The call may have run or not.")
        {
            Method = call.Method,
            Endpoint = call.Endpoint,
        },
        ChannelEnd.Violated => new ProtocolException(
            $"The remote of '{call.Method}' at {call.Endpoint} sent more than the window of " +
            $"{call.Window ?? ReceiveWindow.UsualSize} allows: it does not keep to flow control.")
        {
            Method = call.Method,
            Endpoint = call.Endpoint,
        },
        ChannelEnd.Unroutable => Unroutable(call),
        _ => new ObjectDisposedException(
            nameof(ZeroRpcClient), $"The client was disposed, or disconnected from {call.Endpoint}, while '{call.Method}' was running."),
    };

    /// <summary>The call needs more events than its request, and they would go to other peers.</summary>
    public static Exception Unroutable(CallSettings call) =>
        new ZeroRpcEndpointException(
            $"'{call.Method}' needs more than one event from us (a stream's credits, a long call's heartbeats), and several peers are connected " +
            $"at {call.Endpoint}, of which the client's transport cannot address one: each event would go to the next of them. Let the " +
            "servers bind and the client connect to each, or use the default transport, which addresses one peer. Short calls of one value work.")
        {
            Method = call.Method,
            Endpoint = call.Endpoint,
        };

    /// <summary>The server says that the call came, or got its turn, too late.</summary>
    public static Exception Expired(CallSettings call, string? why) =>
        new CallTimeoutException(
            $"'{call.Method}' at {call.Endpoint} was not started: the server says that {why ?? "it came too late"}.")
        {
            Method = call.Method,
            Endpoint = call.Endpoint,
        };

    /// <summary>No endpoint is known yet, and none came in time.</summary>
    public static Exception NotResolved(string method, string name, TimeSpan waited) =>
        new NotConnectedException(
            $"'{method}' was not sent: the resolver has not said for {Seconds(waited)} where '{name}' is. Is what it asks running?")
        {
            Method = method,
            Endpoint = name,
        };

    /// <summary>The client was disposed, or has no endpoint any more, before the call was sent.</summary>
    public static Exception Disposed(string method) =>
        new ObjectDisposedException(nameof(ZeroRpcClient), $"'{method}' was not sent: the client was disposed, or disconnected from its last endpoint.");

    /// <summary>The resolver failed for each name that the client was given. A new exception each time: several calls are thrown one.</summary>
    public static Exception ResolverFailed(string method, ZeroRpcEndpointException[] failures) =>
        new ZeroRpcEndpointException(
            string.Join(" ", failures.Select(failure => failure.Message)),
            failures is [var only] ? only.InnerException : new AggregateException(failures.Cast<Exception>()))
        {
            Method = method,
            Endpoint = string.Join(", ", failures.Select(failure => failure.Endpoint)),
        };

    /// <summary>Encoding or sending failed.</summary>
    public static Exception NotSent(CallSettings call, Exception error) => error switch
    {
        MessageTooLargeException => new MessageTooLargeException($"'{call.Method}' was not sent: {error.Message}")
        {
            Method = call.Method,
            Endpoint = call.Endpoint,
        },
        _ => error,
    };

    /// <summary>The reply is of another pattern than the call.</summary>
    public static Exception WrongPattern(CallSettings call, bool gotStream) =>
        new ProtocolException(gotStream
            ? $"'{call.Method}' at {call.Endpoint} answers with a stream: call it with StreamAsync, by a proxy as an IAsyncEnumerable<T>."
            : $"'{call.Method}' at {call.Endpoint} answers with one value, not with a stream: call it with InvokeAsync, by " +
                "a proxy as a Task<T>.")
        {
            Method = call.Method,
            Endpoint = call.Endpoint,
        };

    /// <summary>The reply's args are not what its name promises.</summary>
    public static Exception Malformed(CallSettings call, string what) =>
        new ProtocolException($"The reply to '{call.Method}' from {call.Endpoint} is malformed: {what}.")
        {
            Method = call.Method,
            Endpoint = call.Endpoint,
        };

    /// <summary>The reply's value is of another type than was asked for.</summary>
    public static Exception NotConvertible(CallSettings call, ValueConversionException error) =>
        new ValueConversionException($"The result of '{call.Method}' at {call.Endpoint}: {error.Message}", error)
        {
            Method = call.Method,
            Endpoint = call.Endpoint,
        };

    /// <summary>An event is larger than the limit.</summary>
    public static MessageTooLargeException TooLarge(CallSettings call, int length, int limit) =>
        new($"'{call.Method}' was not sent: the event is {length:N0} bytes long, the limit is {limit:N0}. Send less at a time, or raise " +
            $"{nameof(ZeroRpcSocketOptions.MaxMessageSize)} on both sides (Python takes no more than 100 MiB).")
        {
            Method = call.Method,
            Endpoint = call.Endpoint,
        };

    /// <summary>A span as "5 s" or "0.25 s".</summary>
    internal static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
