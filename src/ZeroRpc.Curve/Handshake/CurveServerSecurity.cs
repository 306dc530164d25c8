using ZeroRpc.Curve.Access;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Curve.Handshake;

/// <summary>The server's side of CURVE for a socket.</summary>
internal sealed class CurveServerSecurity(CurveKeyPair keys, IClientAccess access, HandshakeRandom? random = null) : ISecurity
{
    private static ulong _lastConnection;

    /// <summary>The server's key pair.</summary>
    public CurveKeyPair Keys { get; } = keys;

    /// <summary>Decides which clients are admitted.</summary>
    public IClientAccess Access { get; } = access;

    /// <summary>The source of random values for handshakes.</summary>
    public HandshakeRandom Random { get; } = random ?? HandshakeRandom.Secure;

    /// <summary>The keys of its cookies.</summary>
    public CookieKeys Cookies { get; } = new(static () => Environment.TickCount64, random ?? HandshakeRandom.Secure);

    /// <summary>The number of a new connection, which no other of this process has.</summary>
    public static ulong NextConnection() => Interlocked.Increment(ref _lastConnection);

    /// <inheritdoc/>
    public IMechanism NewMechanism(SocketRole role, IMechanismHost host) => new CurveServerMechanism(role, host, this);
}
