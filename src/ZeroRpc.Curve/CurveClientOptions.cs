namespace ZeroRpc;

/// <summary>The client's side of CURVE: the key of the server that it trusts, and its own key pair.</summary>
public sealed class CurveClientOptions
{
    /// <summary>The server's public key. Required. The client accepts only a server that owns the matching secret key.</summary>
    public required CurvePublicKey ServerKey { get; init; }

    /// <summary>
    /// The client's key pair, by which the server knows it; it must not be disposed of before the client is. Null, the default, for a new pair:
    /// only a server that admits any key admits that.
    /// </summary>
    public CurveKeyPair? Keys { get; init; }
}
