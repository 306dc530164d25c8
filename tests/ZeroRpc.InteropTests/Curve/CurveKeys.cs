using ZeroRpc.Curve.Access;
using ZeroRpc.Curve.Handshake;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.InteropTests.Curve;

/// <summary>The key pairs of a test, and how its peers' scripts and sockets of ours are given them.</summary>
internal static class CurveKeys
{
    public static CurveKeyPair Server { get; } = CurveKeyPair.Generate();

    public static CurveKeyPair Client { get; } = CurveKeyPair.Generate();

    /// <summary>What a script is told that is the server; of the keys, only those given are admitted, where some are.</summary>
    public static Dictionary<string, object> ServerOfTheirs(params CurvePublicKey[] allowed)
    {
        var curve = new Dictionary<string, object> { ["secret"] = Server.ExportSecretKey() };
        if (allowed.Length > 0)
        {
            curve["allowed"] = allowed.Select(key => key.ToString());
        }

        return curve;
    }

    /// <summary>What a script is told that is the client.</summary>
    public static Dictionary<string, object> ClientOfTheirs(CurveKeyPair? keys = null, CurvePublicKey? server = null) => new()
    {
        ["server"] = (server ?? Server.PublicKey).ToString(),
        ["public"] = (keys ?? Client).PublicKey.ToString(),
        ["secret"] = (keys ?? Client).ExportSecretKey(),
    };

    /// <summary>One side for a socket of ours, and the other one for a script.</summary>
    public static (ISecurity Ours, Dictionary<string, object> Theirs) Sides(bool weServe) => weServe
        ? (new CurveServerSecurity(Server, new AllowedAccess(new CurveAllowedClients(Client.PublicKey))), ClientOfTheirs())
        : (new CurveClientSecurity(Server.PublicKey, Client), ServerOfTheirs());

    /// <summary>The options of a client of ours.</summary>
    public static CurveClientOptions ClientOfOurs(CurveKeyPair? keys = null, CurvePublicKey? server = null) =>
        new() { ServerKey = server ?? Server.PublicKey, Keys = keys ?? Client };
}
