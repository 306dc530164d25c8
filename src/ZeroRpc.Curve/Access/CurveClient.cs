namespace ZeroRpc;

/// <summary>A client that has proven that it owns its key, and is to be admitted or not.</summary>
public sealed class CurveClient
{
    /// <summary>Describes a client. For tests of a callback that admits clients.</summary>
    /// <param name="key">The client's public key.</param>
    /// <param name="address">The address that it connects from.</param>
    public CurveClient(CurvePublicKey key, string address)
    {
        Key = key;
        Address = address;
    }

    /// <summary>The client's public key.</summary>
    public CurvePublicKey Key { get; }

    /// <summary>The address that it connects from, such as <c>tcp://10.0.0.7:51234</c>; by ipc that of the socket.</summary>
    public string Address { get; }

    /// <summary>The address and the key.</summary>
    public override string ToString() => $"{Address} with the key {Key}";
}
