namespace ZeroRpc.Transport;

/// <summary>The ownership of the memory of a body.</summary>
internal enum BodyMemory
{
    /// <summary>Owned by the garbage collector: valid without limit, and never changed.</summary>
    Kept,

    /// <summary>Lent by the caller: valid until the call returns. Code that needs it longer must copy it.</summary>
    Lent,

    /// <summary>
    /// An array of the shared pool that belongs to the receiver: valid without limit. The last user can return it to the pool.
    /// </summary>
    Passed,
}

/// <summary>A received message: the route to its sender, and its body.</summary>
internal readonly record struct IncomingMessage(PeerRoute Route, ReadOnlyMemory<byte> Body, BodyMemory Memory = BodyMemory.Kept)
{
    /// <summary>Returns the message with a body that stays valid: copied if it is lent.</summary>
    public IncomingMessage Kept() => Memory == BodyMemory.Lent ? new IncomingMessage(Route, Body.ToArray()) : this;
}

/// <summary>
/// A message to send. After the transport has accepted it, only a lent body may change. If there is an <paramref name="Origin"/>, the
/// transport asks it before sending. An urgent message is sent immediately; another one can be delayed briefly to be sent together with
/// later ones, which costs less.
/// </summary>
internal readonly record struct OutgoingMessage(
    PeerRoute Route, ReadOnlyMemory<byte> Body, IMessageOrigin? Origin = null, bool IsUrgent = false, BodyMemory Memory = BodyMemory.Kept)
{
    /// <summary>Returns the message with a body that stays valid: copied if it is lent.</summary>
    public OutgoingMessage Kept() => Memory == BodyMemory.Lent ? this with { Body = Body.ToArray(), Memory = BodyMemory.Kept } : this;
}
