using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Curve.Handshake;

/// <summary>The client's side of CURVE for a socket.</summary>
internal sealed class CurveClientSecurity(CurvePublicKey serverKey, CurveKeyPair keys) : ISecurity
{
    /// <inheritdoc/>
    public IMechanism NewMechanism(SocketRole role, IMechanismHost host) => new CurveClientMechanism(role, serverKey, keys);
}
