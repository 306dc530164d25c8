using System.Globalization;
using ZeroRpc.Channels;
using ZeroRpc.Events;

namespace ZeroRpc.Client;

/// <summary>Creates the exceptions of calls. Each message states what happened, the method and the endpoint, and what to do.</summary>
internal static class CallErrors
{
    /// <summary>No first reply was received within the timeout.</summary>
    /// <param name="call">The call.</param>
    /// <param name="sent">Whether the request may have reached a peer.</param>
    /// <param name="problem">Why the last attempt to connect failed; null if that is not known.</param>
    public static Exception TimedOut(CallSettings call, bool sent, string? problem) =>
        new CallTimeoutException(
            $"'{call.Method}' at {call.Endpoint} gave no reply within {Seconds(call.Timeout!.Value)}. " + (sent
                ? "The method may take longer (raise the timeout), or it may not exist (a Node server then never answers)."
                : "It was not sent, because no connection was established: is the server running, and is the endpoint correct?" + Attempt(problem)))
        {
            Method = call.Method,
            Endpoint = call.Endpoint,
            WasSent = sent,
        };

    /// <summary>No connection was established within the connect timeout.</summary>
    /// <param name="call">The call.</param>
    /// <param name="problem">Why the last attempt to connect failed; null if that is not known.</param>
    public static Exception NotConnected(CallSettings call, string? problem) =>
        new NotConnectedException(
            $"'{call.Method}' was not sent: no peer was connected at {call.Endpoint} within {Seconds(call.ConnectTimeout!.Value)}. " +
            "Is the server running, and is the endpoint correct?" + Attempt(problem))
        {
            Method = call.Method,
            Endpoint = call.Endpoint,
        };

    /// <summary>The peer refused this side in the handshake.</summary>
    /// <param name="call">The call.</param>
    /// <param name="reason">The reason; null if a connection has been established in the meantime.</param>
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
            "or is blocked by its own work (a Python server that computes sends no heartbeats); " +
                "or its heartbeat interval is more than twice that of the client.")
        {
            Method = call.Method,
            Endpoint = call.Endpoint,
        },
        ChannelEnd.PeerGone => new LostRemoteException(
            $"Lost the remote of '{call.Method}' at {call.Endpoint}: its connection was lost. The call may or may not have run.")
        {
            Method = call.Method,
            Endpoint = call.Endpoint,
        },
        ChannelEnd.Unroutable => Unroutable(call),
        _ => new ObjectDisposedException(
            nameof(ZeroRpcClient), $"The client was disposed, or disconnected from {call.Endpoint}, while '{call.Method}' was running."),
    };

    /// <summary>The remote sent an event that ends the call, because this side cannot use it.</summary>
    public static Exception Violated(CallSettings call, EventFault fault)
    {
        string what = $"The remote of '{call.Method}' at {call.Endpoint} broke the protocol or a limit: {fault.Reason}.";
        return fault.IsTooLarge
            ? new MessageTooLargeException($"{what} Let it send less at a time, or raise {nameof(ZeroRpcOptions.MaxMessageSize)} here.")
            {
                Method = call.Method,
                Endpoint = call.Endpoint,
            }
            : new ProtocolException(what) { Method = call.Method, Endpoint = call.Endpoint };
    }

    /// <summary>The call needs further events after its request, but they would go to other peers.</summary>
    public static Exception Unroutable(CallSettings call) =>
        new ZeroRpcEndpointException(
            $"'{call.Method}' needs more than one event from us (a stream's credits, a long call's heartbeats), and several peers are connected " +
            $"at {call.Endpoint}, of which the client's transport cannot address one: each event would go to the next of them. Let the " +
            "servers bind and the client connect to each, or use the default transport, which addresses one peer. Short calls of one value work.")
        {
            Method = call.Method,
            Endpoint = call.Endpoint,
        };

    /// <summary>The server replied that the deadline passed before it started the call.</summary>
    public static Exception Expired(CallSettings call, string? why) =>
        new CallTimeoutException(
            $"'{call.Method}' at {call.Endpoint} was not started: the server replied that {why ?? "it arrived too late"}.")
        {
            Method = call.Method,
            Endpoint = call.Endpoint,
        };

    /// <summary>The resolver returned no endpoint within the connect timeout.</summary>
    public static Exception NotResolved(string method, string name, TimeSpan waited) =>
        new NotConnectedException(
            $"'{method}' was not sent: the resolver has returned no endpoint for '{name}' within {Seconds(waited)}. " +
            "Is the service that it queries available?")
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

    /// <summary>The method returned a stream where a value was expected, or the reverse.</summary>
    public static Exception WrongPattern(CallSettings call, bool gotStream) =>
        new ProtocolException(gotStream
            ? $"'{call.Method}' at {call.Endpoint} returns a stream: call it with StreamAsync, or " +
                "declare it as IAsyncEnumerable<T> in a proxy interface."
            : $"'{call.Method}' at {call.Endpoint} returns a single value, not a stream: call it with InvokeAsync, or " +
                "declare it as Task<T> in a proxy interface.")
        {
            Method = call.Method,
            Endpoint = call.Endpoint,
        };

    /// <summary>The args of the reply do not match its name.</summary>
    public static Exception Malformed(CallSettings call, string what) =>
        new ProtocolException($"The reply to '{call.Method}' from {call.Endpoint} is malformed: {what}.")
        {
            Method = call.Method,
            Endpoint = call.Endpoint,
        };

    /// <summary>The result cannot be read as the requested type.</summary>
    public static Exception NotConvertible(CallSettings call, ValueConversionException error) =>
        new ValueConversionException($"The result of '{call.Method}' at {call.Endpoint}: {error.Message}", error)
        {
            Method = call.Method,
            Endpoint = call.Endpoint,
        };

    /// <summary>The event is larger than the limit.</summary>
    public static MessageTooLargeException TooLarge(CallSettings call, int length, int limit) =>
        new($"'{call.Method}' was not sent: the event is {length:N0} bytes long, the limit is {limit:N0}. Send less at a time, or raise " +
            $"{nameof(ZeroRpcOptions.MaxMessageSize)} on both sides (Python takes no more than 100 MiB).")
        {
            Method = call.Method,
            Endpoint = call.Endpoint,
        };

    private static string Attempt(string? problem) => problem is null ? "" : $" The last attempt failed: {problem}.";

    /// <summary>Formats a duration in seconds, such as "5 s" or "0.25 s".</summary>
    internal static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
