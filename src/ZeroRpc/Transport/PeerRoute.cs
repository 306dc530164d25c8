namespace ZeroRpc.Transport;

/// <summary>
/// The route to one peer: the identity frames before the delimiter of a message. There are several frames if devices are in between, and
/// none on a client's socket. Compared by content.
/// </summary>
internal class PeerRoute : IEquatable<PeerRoute>
{
    private readonly byte[][] _identity;
    private readonly int _hash;

    /// <summary>Creates a route from identity frames, which must not change afterwards.</summary>
    public PeerRoute(params byte[][] identity)
    {
        _identity = identity;
        var hash = new HashCode();
        foreach (byte[] frame in identity)
        {
            hash.AddBytes(frame);
        }

        _hash = hash.ToHashCode();
    }

    /// <summary>The route of sockets that use no routes.</summary>
    public static PeerRoute None { get; } = new();

    /// <summary>The owner of the peer's key. Null if the connection is not secured.</summary>
    public virtual PeerPrincipal? Principal => null;

    /// <summary>The address of the peer's latest connection, such as <c>tcp://10.0.0.5:40112</c>. Null if the transport has none.</summary>
    public virtual string? Address => null;

    /// <summary>The identity in hexadecimal, with slashes between the frames.</summary>
    public string IdentityText => _identity.Length == 0 ? "peer" : string.Join('/', _identity.Select(Convert.ToHexStringLower));

    /// <summary>The identity frames.</summary>
    public ReadOnlySpan<byte[]> Identity => _identity;

    /// <inheritdoc/>
    public bool Equals(PeerRoute? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is null || other._hash != _hash || other._identity.Length != _identity.Length)
        {
            return false;
        }

        for (int i = 0; i < _identity.Length; i++)
        {
            if (!_identity[i].AsSpan().SequenceEqual(other._identity[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PeerRoute);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>Returns the identity and, if they are known, the address and the name of the key's owner: for logs.</summary>
    public override string ToString() =>
        IdentityText + (Address is { } address ? $" at {address}" : "") + (Principal?.Name is { } name ? $" ('{name}')" : "");
}
