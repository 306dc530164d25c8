using System.Diagnostics.CodeAnalysis;
using ZeroRpc.Transport;

namespace ZeroRpc.NetMq;

/// <summary>The <see cref="PeerRoute"/> of each peer, found by the bytes of its identity without allocating. Not thread-safe.</summary>
internal sealed class RouteCache
{
    // A peer can reconnect under new identities again and again, so the cache is emptied when it is full. Routes are equal by content, so that no
    // receiver notices.
    private const int MaxRoutes = 10_000;

    private readonly Dictionary<byte[], PeerRoute> _routes = new(new ContentComparer());
    private readonly Dictionary<byte[], PeerRoute>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    /// <summary>Creates an empty cache.</summary>
    public RouteCache() => _lookup = _routes.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The route of a peer that is connected directly, so has one identity frame.</summary>
    public PeerRoute Get(ReadOnlySpan<byte> identity)
    {
        if (_lookup.TryGetValue(identity, out PeerRoute? route))
        {
            return route;
        }

        if (_routes.Count >= MaxRoutes)
        {
            _routes.Clear();
        }

        byte[] key = identity.ToArray();
        route = new PeerRoute(key);
        _routes.Add(key, route);
        return route;
    }

    private sealed class ContentComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
