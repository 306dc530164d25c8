namespace ZeroRpc.Channels;

/// <summary>The kind of a client's peer, as far as its events have shown it on this connection (docs/protocol.md, section 11).</summary>
internal enum PeerKind
{
    /// <summary>Not known yet, or there are several peers.</summary>
    Unknown,

    /// <summary>The peer uses this library and supports its extensions.</summary>
    Ours,

    /// <summary>The peer uses another implementation and receives only events of the protocol.</summary>
    Stock,
}
