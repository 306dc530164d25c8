namespace ZeroRpc.Transport;

/// <summary>Whose the memory of a body is.</summary>
internal enum BodyMemory
{
    /// <summary>The garbage collector's: it lasts, and never changes.</summary>
    Kept,

    /// <summary>The giver's: it is good until the call that gave it returns. What is to last longer is copied.</summary>
    Lent,

    /// <summary>
    /// The receiver's, an array of the shared pool: it lasts, and whoever is the last to look at it may give it back to the pool.
    /// </summary>
    Passed,
}

/// <summary>A message that came: where from, and its body.</summary>
internal readonly record struct IncomingMessage(PeerRoute Route, ReadOnlyMemory<byte> Body, BodyMemory Memory = BodyMemory.Kept)
{
    /// <summary>The message with a body that lasts.</summary>
    public IncomingMessage Kept() => Memory == BodyMemory.Lent ? new IncomingMessage(Route, Body.ToArray()) : this;
}

/// <summary>
/// A message to send. Once the transport has taken it, only a lent body may change. <paramref name="Origin"/> is asked before it leaves, if
/// there is one. An urgent one leaves at once; another may wait a moment for those that follow, and so cost less.
/// </summary>
internal readonly record struct OutgoingMessage(
    PeerRoute Route, ReadOnlyMemory<byte> Body, IMessageOrigin? Origin = null, bool IsUrgent = false, BodyMemory Memory = BodyMemory.Kept)
{
    /// <summary>The message with a body that lasts.</summary>
    public OutgoingMessage Kept() => Memory == BodyMemory.Lent ? this with { Body = Body.ToArray(), Memory = BodyMemory.Kept } : this;
}
