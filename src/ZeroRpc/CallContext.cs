namespace ZeroRpc;

/// <summary>What a handler may know of the call it answers, when it declares a parameter of this type; the wire never fills that parameter.</summary>
public sealed class CallContext
{
    /// <summary>Makes the context of one call, which is useful for calling a handler in a test.</summary>
    public CallContext(string method, IReadOnlyDictionary<string, object?> headers, string peer, CancellationToken cancellationToken)
    {
        Method = method;
        Headers = headers;
        Peer = peer;
        CancellationToken = cancellationToken;
    }

    /// <summary>The name under which the method was called, with its service's prefix.</summary>
    public string Method { get; }

    /// <summary>What the request's header carried beside the protocol's own entries; empty when nothing.</summary>
    public IReadOnlyDictionary<string, object?> Headers { get; }

    /// <summary>The peer's identity on its socket, in hexadecimal: the same for all calls over one connection.</summary>
    public string Peer { get; }

    /// <summary>Fires when the caller is lost or the server stops waiting for running calls.</summary>
    public CancellationToken CancellationToken { get; }
}
