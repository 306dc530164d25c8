namespace ZeroRpc.Channels;

/// <summary>Why a channel ended.</summary>
internal enum ChannelEnd
{
    /// <summary>The last event was sent or received.</summary>
    Done,

    /// <summary>The owner abandoned the channel: a timeout, a cancellation, or a stream that was not read to its end.</summary>
    Abandoned,

    /// <summary>The peer's heartbeats stopped.</summary>
    Lost,

    /// <summary>The connection to the peer was lost.</summary>
    PeerGone,

    /// <summary>The peer refused the connection in the handshake. Nothing was sent.</summary>
    Refused,

    /// <summary>The peer broke the protocol on this channel.</summary>
    Violated,

    /// <summary>The peer cancelled the call.</summary>
    Cancelled,

    /// <summary>The channel must send more than its request, and the transport could send the events to different peers.</summary>
    Unroutable,

    /// <summary>The client or server was disposed.</summary>
    Disposed,
}
