namespace ZeroRpc.Events;

/// <summary>Why an event that belongs to a known call ends that call.</summary>
/// <param name="Reason">The reason, as the end of a sentence about the sender: "it sent more than the window of 100 allows".</param>
/// <param name="IsTooLarge">Whether the event is larger than this side accepts.</param>
internal sealed record EventFault(string Reason, bool IsTooLarge = false)
{
    /// <summary>The name of the error with which a server replies.</summary>
    public string ErrorName => IsTooLarge ? nameof(MessageTooLargeException) : nameof(ProtocolException);
}
