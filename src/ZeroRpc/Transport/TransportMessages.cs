namespace ZeroRpc.Transport;

/// <summary>
/// A message that came: where from, and its body. A lent body is the receiver's only until it returns: what is to last longer is
/// <see cref="Kept"/>. Any other is its own, for as long as it likes.
/// </summary>
internal readonly record struct IncomingMessage(PeerRoute Route, ReadOnlyMemory<byte> Body, bool IsLent = false)
{
    /// <summary>The message with a body that lasts.</summary>
    public IncomingMessage Kept() => IsLent ? new IncomingMessage(Route, Body.ToArray()) : this;
}

/// <summary>
/// A message to send. The body must not change afterwards; a lent one may, once the transport has taken it. <paramref name="Origin"/> is asked
/// before it leaves, if there is one. An urgent one leaves at once; another may wait a moment for those that follow, and so cost less.
/// </summary>
internal readonly record struct OutgoingMessage(
    PeerRoute Route, ReadOnlyMemory<byte> Body, IMessageOrigin? Origin = null, bool IsUrgent = false, bool IsLent = false)
{
    /// <summary>The message with a body that lasts.</summary>
    public OutgoingMessage Kept() => IsLent ? this with { Body = Body.ToArray(), IsLent = false } : this;
}
