namespace ZeroRpc.Gateway;

/// <summary>The limits of the gateway's WebSockets.</summary>
public sealed class ZeroRpcGatewayWebSocketOptions
{
    /// <summary>The number of WebSockets at once. The default is 10,000; further ones are refused with status 503.</summary>
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>The number of calls and streams that one WebSocket may have at once. The default is 100; further ones fail with status 429.</summary>
    public int MaxCalls { get; set; } = 100;

    /// <summary>
    /// The number of messages that the gateway reads from one WebSocket in a second. The default is 1,000. A faster client is read more
    /// slowly, and is not disconnected.
    /// </summary>
    public int MaxMessagesPerSecond { get; set; } = 1_000;

    /// <summary>The interval of the pings by which the gateway finds browsers that are gone. The default is 15 s.</summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long the answer to a ping may take before the WebSocket is closed. The default is 30 s. A browser that has stopped reading
    /// answers none.
    /// </summary>
    public TimeSpan PingTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
