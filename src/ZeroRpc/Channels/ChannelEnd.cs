namespace ZeroRpc.Channels;

/// <summary>Why a channel ended.</summary>
internal enum ChannelEnd
{
    /// <summary>The last event was sent or received.</summary>
    Done,

    /// <summary>Whoever used it has no more use for it: a timeout, a cancellation, a stream left early.</summary>
    Abandoned,

    /// <summary>The peer's heartbeats stopped.</summary>
    Lost,

    /// <summary>The transport knows that the peer has gone.</summary>
    PeerGone,

    /// <summary>The peer refuses this side in the handshake; nothing was sent.</summary>
    Refused,

    /// <summary>The peer broke the protocol on this channel.</summary>
    Violated,

    /// <summary>The peer says that nobody waits any more.</summary>
    Cancelled,

    /// <summary>The channel needs more events than its request, and its transport would send them to several peers.</summary>
    Unroutable,

    /// <summary>The client or server was disposed.</summary>
    Disposed,
}
