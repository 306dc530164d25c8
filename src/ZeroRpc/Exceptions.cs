namespace ZeroRpc;

/// <summary>Anything that went wrong in ZeroRPC, with the method and endpoint it concerns where there is one.</summary>
public class ZeroRpcException : Exception
{
    /// <summary>Makes an exception with a message.</summary>
    public ZeroRpcException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The remote method that was called, or null when the failure concerns no call.</summary>
    public string? Method { get; init; }

    /// <summary>The endpoint or endpoints concerned, or null when there is none.</summary>
    public string? Endpoint { get; init; }
}

/// <summary>
/// The remote method failed: an <c>ERR</c> event came. Thrown by a handler, it is passed on to the caller with this very name, message and
/// traceback.
/// </summary>
public sealed class RemoteException : ZeroRpcException
{
    /// <summary>Makes the error that a remote reports or that a handler wants its caller to see.</summary>
    /// <param name="name">The error's type name, such as <c>ValueError</c>.</param>
    /// <param name="message">Its message; null where the remote sent none, as Node may.</param>
    /// <param name="traceback">The remote's traceback; null where there is none.</param>
    public RemoteException(string name, string? message, string? traceback = null)
        : base(string.IsNullOrEmpty(message) ? name : message)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        RemoteMessage = message;
        Traceback = traceback;
    }

    /// <summary>The type name of the remote's error, such as <c>ValueError</c>. <c>RemoteError</c> where a v1 peer gave none.</summary>
    public string Name { get; }

    /// <summary>The remote's own message, null where it sent none.</summary>
    public string? RemoteMessage { get; }

    /// <summary>The remote's traceback as text, null where it sent none.</summary>
    public string? Traceback { get; }

    /// <summary>The error with its remote name, and the remote's traceback after the local one.</summary>
    public override string ToString() =>
        $"{GetType().FullName}: {Name}: {Message}{Environment.NewLine}{StackTrace}" +
        (Traceback is null ? "" : $"{Environment.NewLine}--- remote traceback ---{Environment.NewLine}{Traceback}");
}

/// <summary>The remote sent no heartbeat for two intervals, or its connection is known to have gone: the call's outcome is unknown.</summary>
public sealed class LostRemoteException(string message) : ZeroRpcException(message);

/// <summary>
/// No first reply came within the call's timeout, or no puller took a pushed event within its own. The inner exception is a
/// <see cref="TimeoutException"/>.
/// </summary>
public sealed class CallTimeoutException(string message) : ZeroRpcException(message, new TimeoutException(message))
{
    /// <summary>
    /// Whether the request may have reached a peer; true unless set. False says for certain that it did not and never will: the call may be
    /// made again without harm.
    /// </summary>
    public bool WasSent { get; init; } = true;
}

/// <summary>
/// No peer was connected within <see cref="ZeroRpcClientOptions.ConnectTimeout"/>, or a push's timeout: the call or event was not sent.
/// </summary>
public sealed class NotConnectedException(string message) : ZeroRpcException(message);

/// <summary>
/// The peer refused this side in the handshake of the last connection, or has another security mechanism, or closed several connections without
/// a word: the message says what may be wrong. The call or event was not sent. Connections are attempted further.
/// </summary>
public sealed class HandshakeException(string message) : ZeroRpcException(message);

/// <summary>The remote broke the protocol, or answered in a way that the call cannot take (a stream where a value was awaited).</summary>
public sealed class ProtocolException(string message, Exception? innerException = null) : ZeroRpcException(message, innerException);

/// <summary>A hook of an <see cref="IZeroRpcMiddleware"/> threw; the call failed. The inner exception is what it threw.</summary>
public sealed class MiddlewareException(string message, Exception innerException) : ZeroRpcException(message, innerException);

/// <summary>A message is larger than the limit; it was not sent.</summary>
public sealed class MessageTooLargeException(string message) : ZeroRpcException(message);

/// <summary>A value cannot be carried by msgpack, or cannot be read as the type that was asked for.</summary>
public sealed class ValueConversionException(string message, Exception? innerException = null)
    : ZeroRpcException(message, innerException);

/// <summary>An endpoint is malformed, not supported, or cannot be bound.</summary>
public sealed class ZeroRpcEndpointException(string message, Exception? innerException = null)
    : ZeroRpcException(message, innerException);
