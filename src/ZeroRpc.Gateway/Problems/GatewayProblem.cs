namespace ZeroRpc.Gateway.Problems;

/// <summary>Why a request or call failed, as the client is told: problem details over HTTP, the error of a call over a WebSocket.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Name">The name of the error: that of the service, or one of the gateway's (docs/gateway.md).</param>
/// <param name="Detail">The reason, as a sentence or as the message of the service.</param>
internal sealed record GatewayProblem(int Status, string Name, string Detail)
{
    /// <summary>Whether the service has sent the error.</summary>
    public bool IsRemote { get; init; }

    /// <summary>The traceback of the service. Null if it sent none, or if it is not to be told.</summary>
    public string? Traceback { get; init; }

    /// <summary>Returns the problem as a map, for WebSockets and for the last event of a stream.</summary>
    public Dictionary<string, object?> ToMap()
    {
        var map = new Dictionary<string, object?>
        {
            ["name"] = Name,
            ["status"] = (long)Status,
            ["detail"] = Detail,
            ["remote"] = IsRemote,
        };
        if (Traceback is not null)
        {
            map["traceback"] = Traceback;
        }

        return map;
    }
}
