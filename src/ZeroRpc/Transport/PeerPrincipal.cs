namespace ZeroRpc.Transport;

/// <summary>The owner of the other end of a connection, as its security mechanism has proven.</summary>
/// <param name="Key">The public key of the peer as text.</param>
/// <param name="Name">The name under which the peer was admitted. Null if only its key is known.</param>
internal sealed record PeerPrincipal(string Key, string? Name);
