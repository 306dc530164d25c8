using ZeroRpc.Curve.Handshake;
using ZeroRpc.Curve.Native;

namespace ZeroRpc;

/// <summary>
/// Encrypts connections by CURVE (ZeroMQ RFC 26), and authenticates both ends by their keys. For <c>tcp://</c> and <c>ipc://</c>, all kinds of
/// sockets, and peers of libzmq such as Python's. Which end is the server of CURVE does not depend on which one listens.
/// </summary>
public static class ZeroRpcCurveExtensions
{
    /// <summary>Makes a socket the server's side of CURVE.</summary>
    /// <param name="options">The options of the server, or of whatever else has the socket.</param>
    /// <param name="curve">The server's key pair, and which clients it admits. Read now.</param>
    /// <exception cref="ArgumentException">It is not said which clients are admitted, or said twice.</exception>
    /// <exception cref="PlatformNotSupportedException">libsodium is not there, or not usable.</exception>
    public static void UseCurve(this ZeroRpcSocketOptions options, CurveServerOptions curve)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentNullException.ThrowIfNull(curve.Keys);
        Sodium.EnsureUsable();
        options.Security = new CurveServerSecurity(curve.Keys, curve.Access());
    }

    /// <summary>Makes a socket the client's side of CURVE.</summary>
    /// <param name="options">The options of the client, or of whatever else has the socket.</param>
    /// <param name="curve">The server's key and the client's key pair. Read now.</param>
    /// <exception cref="PlatformNotSupportedException">libsodium is not there, or not usable.</exception>
    public static void UseCurve(this ZeroRpcSocketOptions options, CurveClientOptions curve)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentNullException.ThrowIfNull(curve.ServerKey);
        Sodium.EnsureUsable();
        options.Security = new CurveClientSecurity(curve.ServerKey, curve.Keys ?? CurveKeyPair.Generate());
    }
}
