namespace ZeroRpc.Transport;

/// <summary>The owner of a connection's other end, as its security mechanism has proven.</summary>
/// <param name="Key">The peer's public key as text.</param>
/// <param name="Name">The name under which the peer was admitted; null where only its key counts.</param>
internal sealed record PeerPrincipal(string Key, string? Name);
