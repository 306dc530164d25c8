namespace ZeroRpc.Channels;

/// <summary>What a client's peer has shown of itself, for as long as the connection lasts (docs/protocol.md, section 11).</summary>
internal enum PeerKind
{
    /// <summary>Nothing yet, or there are several peers.</summary>
    Unknown,

    /// <summary>It is one of ours: it takes what we add.</summary>
    Ours,

    /// <summary>It is another's: it gets nothing that the protocol does not have.</summary>
    Stock,
}
