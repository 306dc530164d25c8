using ZeroRpc.Curve.Access;

namespace ZeroRpc;

/// <summary>
/// The server's side of CURVE: its key pair, and exactly one of <see cref="AllowedClients"/>, <see cref="Authenticate"/> and
/// <see cref="AllowAnyClient"/>.
/// </summary>
public sealed class CurveServerOptions
{
    /// <summary>The server's key pair; required. It must not be disposed of before the server is.</summary>
    public required CurveKeyPair Keys { get; init; }

    /// <summary>The clients that are admitted, which may change while the server runs; null by default.</summary>
    public CurveAllowedClients? AllowedClients { get; init; }

    /// <summary>
    /// Decides about each connection of a client that has proven that it owns its key: gives the client's name
    /// (<see cref="CallContext.PeerName"/>), or null to refuse it. The token fires when the connection ends, at the latest after the 30 s that a
    /// handshake may take. Runs on the thread pool. An exception refuses the client and is logged. Null by default.
    /// </summary>
    public Func<CurveClient, CancellationToken, ValueTask<string?>>? Authenticate { get; init; }

    /// <summary>
    /// Whether every client is admitted, whatever its key: connections are encrypted then, and anybody may make one. False by default.
    /// </summary>
    public bool AllowAnyClient { get; init; }

    /// <summary>Decides which clients are admitted.</summary>
    /// <exception cref="ArgumentException">There is nothing that does, or more than one thing.</exception>
    internal IClientAccess Access()
    {
        IClientAccess[] all =
        [
            .. AllowedClients is { } clients ? [new AllowedAccess(clients)] : Array.Empty<IClientAccess>(),
            .. Authenticate is { } authenticate ? [new AskedAccess(authenticate)] : Array.Empty<IClientAccess>(),
            .. AllowAnyClient ? [new AnyClient()] : Array.Empty<IClientAccess>(),
        ];
        return all switch
        {
            [var one] => one,
            [] => throw new ArgumentException(
                $"A server with CURVE must be told which clients it admits: set {nameof(AllowedClients)} or {nameof(Authenticate)}, or " +
                $"{nameof(AllowAnyClient)} if any key will do."),
            _ => throw new ArgumentException(
                $"Only one of {nameof(AllowedClients)}, {nameof(Authenticate)} and {nameof(AllowAnyClient)} decides which clients a server admits."),
        };
    }
}
