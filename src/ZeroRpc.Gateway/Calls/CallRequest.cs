namespace ZeroRpc.Gateway.Calls;

/// <summary>A call as a client asks for it, over HTTP or a WebSocket.</summary>
/// <param name="Service">The name of the service in the gateway.</param>
/// <param name="Method">The name of the method.</param>
/// <param name="Arguments">The arguments: an array, or a map by the names of the parameters.</param>
internal sealed record CallRequest(string Service, string Method, object? Arguments)
{
    /// <summary>Whether the arguments were JSON, which has no bytes and no NaN, and not msgpack.</summary>
    public bool IsJson { get; init; }

    /// <summary>How long the call may take. Null for the gateway's own limit of the first reply.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The entries for the header of the request. Null for none.</summary>
    public IReadOnlyDictionary<string, object?>? Headers { get; init; }
}
