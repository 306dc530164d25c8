namespace ZeroRpc;

/// <summary>What went wrong with an event that a puller or subscriber received.</summary>
/// <param name="method">The method's name; null when what came was no event.</param>
/// <param name="exception">What went wrong.</param>
public sealed class EventFailedEventArgs(string? method, Exception exception) : EventArgs
{
    /// <summary>The method's name; null when what came was no event, so had none.</summary>
    public string? Method { get; } = method;

    /// <summary>
    /// What the handler threw; a <see cref="RemoteException"/> named <c>TypeError</c> when the arguments do not fit; a
    /// <see cref="ZeroRpcException"/> when there is no such method; a <see cref="ProtocolException"/> when what came was no event.
    /// </summary>
    public Exception Exception { get; } = exception;
}
