namespace ZeroRpc;

/// <summary>Describes the failure of an event that a puller or subscriber has received.</summary>
/// <param name="method">The name of the method, or null if the received message was not an event.</param>
/// <param name="exception">The exception.</param>
public sealed class EventFailedEventArgs(string? method, Exception exception) : EventArgs
{
    /// <summary>The name of the method, or null if the received message was not an event.</summary>
    public string? Method { get; } = method;

    /// <summary>
    /// The exception that the handler threw; or a <see cref="RemoteException"/> with the name <c>TypeError</c> if the arguments do not
    /// match the method; or a <see cref="ZeroRpcException"/> if the method does not exist; or a <see cref="ProtocolException"/> if the
    /// received message was not an event.
    /// </summary>
    public Exception Exception { get; } = exception;
}
