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

/// <summary>One of a client's endpoints and how it stands.</summary>
/// <param name="Endpoint">The endpoint; several, separated by commas, where a client listens on several of one kind.</param>
/// <param name="State">How it stands.</param>
public sealed record ZeroRpcConnection(string Endpoint, ZeroRpcConnectionState State);
