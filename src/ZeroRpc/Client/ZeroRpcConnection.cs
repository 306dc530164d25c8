namespace ZeroRpc;

/// <summary>How it stands between a client and one of its endpoints.</summary>
public enum ZeroRpcConnectionState
{
    /// <summary>There has been no connection yet.</summary>
    Connecting,

    /// <summary>A peer is connected, and nothing speaks against it.</summary>
    Connected,

    /// <summary>The connection broke, or the remote's heartbeats stopped: calls go elsewhere, where there is elsewhere, until the back-off ends.</summary>
    Lost,

    /// <summary>The back-off is over: waits for a connection, or for an answer that shows that the remote lives.</summary>
    Reconnecting,

    /// <summary>It is no longer one of the client's endpoints.</summary>
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
