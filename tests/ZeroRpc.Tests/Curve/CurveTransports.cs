using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZeroRpc.Curve.Access;
using ZeroRpc.Curve.Handshake;
using ZeroRpc.Tests.Transport;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Curve;

/// <summary>How tests make transports with CURVE. Keys are the same in all of them: making one for each test costs time and shows nothing.</summary>
internal static class CurveTransports
{
    public static CurveKeyPair ServerKeys { get; } = CurveKeyPair.Parse(RecordedHandshake.ServerSecretKey);

    public static CurveKeyPair ClientKeys { get; } = CurveKeyPair.Parse(RecordedHandshake.ClientSecretKey);

    public static Started Start(
        SocketRole role, ISecurity security, ILogger? logger = null, int highWaterMark = 1000, ZmtpLimits? limits = null) =>
        Transports.Start(new ZmtpTransport(
            Transports.Options(role, highWaterMark) with { Security = security }, logger ?? NullLogger.Instance, limits));

    public static ISecurity Client(CurveKeyPair? keys = null, CurvePublicKey? serverKey = null) =>
        new CurveClientSecurity(serverKey ?? ServerKeys.PublicKey, keys ?? ClientKeys);

    public static ISecurity Server(IClientAccess? access = null) => new CurveServerSecurity(ServerKeys, access ?? new AnyClient());

    public static ISecurity Server(CurveAllowedClients clients) => Server(new AllowedAccess(clients));

    /// <summary>Senders of one-way events and routers are servers; it could be any.</summary>
    public static ISecurity SideOf(SocketRole role) =>
        role is SocketRole.Router or SocketRole.Push or SocketRole.Publish ? Server() : Client();
}
