namespace ZeroRpc;

/// <summary>The state of one endpoint of a client.</summary>
public enum ZeroRpcConnectionState
{
    /// <summary>There has been no connection yet.</summary>
    Connecting,

    /// <summary>A peer is connected, and its heartbeats arrive.</summary>
    Connected,

    /// <summary>
    /// The connection was lost, or the heartbeats of the remote stopped. Calls use other endpoints, if there are any, until the back-off
    /// ends.
    /// </summary>
    Lost,

    /// <summary>The back-off has ended. The client waits for a connection, or for a reply that shows that the remote is alive.</summary>
    Reconnecting,

    /// <summary>The endpoint was removed from the client.</summary>
    Closed,
}

/// <summary>An endpoint of a client and the state of its connection.</summary>
public sealed record ZeroRpcConnection
{
    /// <summary>The endpoint; several, separated by commas, where a client listens on several endpoints of one scheme.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The state of the connection.</summary>
    public required ZeroRpcConnectionState State { get; init; }
}
