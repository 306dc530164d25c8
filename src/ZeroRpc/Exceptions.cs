using ZeroRpc.Diagnostics;

namespace ZeroRpc;

/// <summary>The base class of all ZeroRPC exceptions.</summary>
public class ZeroRpcException : Exception
{
    /// <summary>Creates an exception.</summary>
    /// <param name="message">
    /// The message. Control characters in it are escaped, such as <c>\n</c> and <c>\x1b</c>, because it may contain text of a peer. It can be
    /// logged and shown in a terminal.
    /// </param>
    /// <param name="innerException">The cause, or null.</param>
    public ZeroRpcException(string message, Exception? innerException = null)
        : base(PrintableText.Escape(message), innerException)
    {
    }

    /// <summary>The remote method that was called. Null if the failure is not related to a call.</summary>
    public string? Method { get; init; }

    /// <summary>
    /// The endpoint of the failure, or several endpoints separated by commas. Null if the failure is not related to an endpoint.
    /// </summary>
    public string? Endpoint { get; init; }
}

/// <summary>
/// The remote method has failed: the remote replied with an <c>ERR</c> event. A handler can throw this exception to send its caller an
/// error with exactly this name, message and traceback.
/// </summary>
public sealed class RemoteException : ZeroRpcException
{
    /// <summary>Creates the error that a remote has reported, or that a handler wants to send to its caller.</summary>
    /// <param name="name">The name of the error's type, such as <c>ValueError</c>.</param>
    /// <param name="message">The message of the error. Null if the remote sent none, as Node can.</param>
    /// <param name="traceback">The traceback of the remote. Null if there is none.</param>
    public RemoteException(string name, string? message, string? traceback = null)
        : base(string.IsNullOrEmpty(message) ? name : message)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        RemoteMessage = message;
        Traceback = traceback;
    }

    /// <summary>
    /// The name of the error's type at the remote, such as <c>ValueError</c>, as it came. <c>RemoteError</c> if the remote is a v1 peer, which
    /// sends no name.
    /// </summary>
    public string Name { get; }

    /// <summary>The message that the remote sent, as it came, without escapes. Null if it sent none.</summary>
    public string? RemoteMessage { get; }

    /// <summary>The traceback of the remote as text, as it came, without escapes. Null if it sent none.</summary>
    public string? Traceback { get; }

    /// <summary>Returns the error with its name, followed by the local stack trace and the remote traceback.</summary>
    public override string ToString() =>
        $"{GetType().FullName}: {PrintableText.Escape(Name)}: {Message}{Environment.NewLine}{StackTrace}" +
        (Traceback is null
            ? ""
            : $"{Environment.NewLine}--- remote traceback ---{Environment.NewLine}{PrintableText.EscapeLines(Traceback)}");
}

/// <summary>The remote has sent no heartbeat for two intervals, or its connection was lost. The outcome of the call is unknown.</summary>
public sealed class LostRemoteException(string message) : ZeroRpcException(message);

/// <summary>
/// No first reply was received within the timeout of the call, or no puller accepted a pushed event within the timeout of the push. The
/// inner exception is a <see cref="TimeoutException"/>.
/// </summary>
public sealed class CallTimeoutException(string message) : ZeroRpcException(message, new TimeoutException(message))
{
    /// <summary>
    /// Whether the request may have reached a peer. True by default. False means that the request was not sent and will not be sent, so
    /// that the call can safely be repeated.
    /// </summary>
    public bool WasSent { get; init; } = true;
}

/// <summary>
/// No peer was connected within <see cref="ZeroRpcClientOptions.ConnectTimeout"/>, or within the timeout of a push. The call or event was
/// not sent.
/// </summary>
public sealed class NotConnectedException(string message) : ZeroRpcException(message);

/// <summary>
/// The peer has refused this side in the handshake of the last connection, uses another security mechanism, or has closed several
/// connections without an explanation. The message states the possible reasons. The call or event was not sent. Connection attempts
/// continue in the background.
/// </summary>
public sealed class HandshakeException(string message) : ZeroRpcException(message);

/// <summary>
/// The remote has violated the protocol, or has replied in a way that the call cannot handle, such as a stream instead of a value.
/// </summary>
public sealed class ProtocolException(string message, Exception? innerException = null) : ZeroRpcException(message, innerException);

/// <summary>A hook of an <see cref="IZeroRpcHooks"/> threw an exception, which is the inner exception. The call has failed.</summary>
public sealed class HookException(string message, Exception innerException) : ZeroRpcException(message, innerException);

/// <summary>
/// A message is larger than <see cref="ZeroRpcOptions.MaxMessageSize"/>: it was not sent, or the remote sent a reply that is not accepted.
/// </summary>
public sealed class MessageTooLargeException(string message) : ZeroRpcException(message);

/// <summary>A value cannot be converted to msgpack, or cannot be read as the requested type.</summary>
public sealed class ValueConversionException(string message, Exception? innerException = null)
    : ZeroRpcException(message, innerException);

/// <summary>An endpoint is malformed, not supported, or cannot be bound.</summary>
public sealed class ZeroRpcEndpointException(string message, Exception? innerException = null)
    : ZeroRpcException(message, innerException);
