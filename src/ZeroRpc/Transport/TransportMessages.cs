namespace ZeroRpc.Transport;

/// <summary>A message that came: where from, and its body. The memory is the receiver's own, for as long as it likes.</summary>
internal readonly record struct IncomingMessage(PeerRoute Route, ReadOnlyMemory<byte> Body);

/// <summary>
/// A message to send. The body must not change afterwards. <paramref name="Origin"/> is asked before it leaves, if there is one. An urgent
/// one leaves at once; another may wait a moment for those that follow, and so cost less.
/// </summary>
internal readonly record struct OutgoingMessage(
    PeerRoute Route, ReadOnlyMemory<byte> Body, IMessageOrigin? Origin = null, bool IsUrgent = false);
