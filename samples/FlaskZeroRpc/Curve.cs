using ZeroRpc;

/// <summary>
/// The keys that the environment names. With them connections are encrypted and made only between peers that know each other's keys; without
/// any of the variables they are neither. What is wrong with them is a <see cref="FormatException"/> or <see cref="IOException"/>.
/// </summary>
internal static class Curve
{
    private const string Key = "ZERORPC_CURVE_KEY";
    private const string ServerKey = "ZERORPC_CURVE_SERVER_KEY";
    private const string Allow = "ZERORPC_CURVE_ALLOW";

    /// <summary>A server's keys, and the clients that it admits. Null if there are none.</summary>
    public static CurveServerOptions? OfServer() => IsSet(Key, Allow)
        ? new CurveServerOptions
        {
            Keys = CurveKeyPair.Load(Settings.Required(Key, "server.key_secret")),
            AllowedClients = CurveAllowedClients.FromFolder(Settings.Required(Allow, "clients, a folder with files such as gateway.key")),
        }
        : null;

    /// <summary>A client's keys, and the key of its server. Null if there are none.</summary>
    public static CurveClientOptions? OfClient() => IsSet(Key, ServerKey)
        ? new CurveClientOptions
        {
            ServerKey = CurvePublicKey.Load(Settings.Required(ServerKey, "server.key")),
            Keys = CurveKeyPair.Load(Settings.Required(Key, "gateway.key_secret")),
        }
        : null;

    // One variable is enough to ask for encryption: if another is missing, the program ends rather than go on without it.
    private static bool IsSet(params string[] names) => Array.Exists(names, name => Settings.Optional(name) is not null);
}
