using Microsoft.Extensions.Configuration;
using ZeroRpc.Curve.Configuration;
using ZeroRpc.Curve.Handshake;
using ZeroRpc.Curve.Native;

namespace ZeroRpc;

/// <summary>
/// Encrypts connections by CURVE (ZeroMQ RFC 26), and authenticates both ends by their keys. For <c>tcp://</c> and <c>ipc://</c>, all kinds of
/// sockets, and peers of libzmq such as Python's. Which end is the server of CURVE does not depend on which one listens.
/// </summary>
public static class ZeroRpcCurveExtensions
{
    /// <summary>Configures a socket as the server of CURVE.</summary>
    /// <typeparam name="TOptions">The type of the options.</typeparam>
    /// <param name="options">The options of the server, or of whatever else has the socket.</param>
    /// <param name="curve">The server's key pair, and which clients it admits. Read now.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="ArgumentException">It is not said which clients are admitted, or said twice.</exception>
    /// <exception cref="PlatformNotSupportedException">libsodium is not there, or not usable.</exception>
    public static TOptions UseCurve<TOptions>(this TOptions options, CurveServerOptions curve)
        where TOptions : ZeroRpcOptions
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentNullException.ThrowIfNull(curve.Keys);
        Sodium.EnsureUsable();
        options.Security = new CurveServerSecurity(curve.Keys, curve.Access());
        return options;
    }

    /// <summary>Configures a socket as the client of CURVE.</summary>
    /// <typeparam name="TOptions">The type of the options.</typeparam>
    /// <param name="options">The options of the client, or of whatever else has the socket.</param>
    /// <param name="curve">The server's key and the client's key pair. Read now.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="PlatformNotSupportedException">libsodium is not there, or not usable.</exception>
    public static TOptions UseCurve<TOptions>(this TOptions options, CurveClientOptions curve)
        where TOptions : ZeroRpcOptions
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentNullException.ThrowIfNull(curve.ServerKey);
        Sodium.EnsureUsable();
        options.Security = new CurveClientSecurity(curve.ServerKey, curve.Keys ?? CurveKeyPair.Generate());
        return options;
    }

    /// <summary>
    /// Configures a socket for CURVE from a section of the configuration (docs/security.md). With <c>ServerKey</c> or <c>ServerKeyFile</c> it is
    /// the client's side, otherwise the server's. The clients that a server admits are read anew when the configuration changes.
    /// </summary>
    /// <typeparam name="TOptions">The type of the options.</typeparam>
    /// <param name="options">The options of whatever has the socket.</param>
    /// <param name="section">The section.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="ArgumentException">Something in the section is wrong or missing: the message names it, and repeats no secret.</exception>
    /// <exception cref="PlatformNotSupportedException">libsodium is not there, or not usable.</exception>
    public static TOptions UseCurve<TOptions>(this TOptions options, IConfiguration section)
        where TOptions : ZeroRpcOptions
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(section);
        var read = new CurveSection(section);
        if (read.IsClient)
        {
            return options.UseCurve(new CurveClientOptions { ServerKey = read.ReadServerKey(), Keys = read.ReadKeys() });
        }

        CurveAllowedClients? clients = read.ReadAllowedClients();
        options.UseCurve(new CurveServerOptions { Keys = read.RequireKeys(), AllowedClients = clients, AllowAnyClient = clients is null });
        if (clients is not null)
        {
            ReloadedClients.Follow(section, clients, options);
        }

        return options;
    }
}
