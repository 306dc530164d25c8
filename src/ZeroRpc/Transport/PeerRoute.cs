namespace ZeroRpc.Transport;

/// <summary>
/// The way to one peer: the identity frames that stand before a message's delimiter (several when devices are in between, none on a
/// client's socket). Equal by content.
/// </summary>
internal class PeerRoute : IEquatable<PeerRoute>
{
    private readonly byte[][] _identity;
    private readonly int _hash;

    /// <summary>Makes a route of identity frames, which must not change afterwards.</summary>
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

    /// <summary>The route of a socket that has no need of routes.</summary>
    public static PeerRoute None { get; } = new();

    /// <summary>The owner of the peer's key; null where the connection is not secured.</summary>
    public virtual PeerPrincipal? Principal => null;

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

    /// <summary>The identity in hexadecimal, frames separated by slashes.</summary>
    public override string ToString() =>
        _identity.Length == 0 ? "peer" : string.Join('/', _identity.Select(Convert.ToHexStringLower));
}
