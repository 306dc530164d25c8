using ZeroRpc.OneWay;

namespace ZeroRpc;

/// <summary>
/// What pushers, pullers, publishers and subscribers have in common: endpoints, to any number of which they connect or bind. A pusher meets
/// pullers, a publisher subscribers; which side binds does not matter. Thread-safe.
/// </summary>
public abstract class ZeroRpcSocket : IAsyncDisposable
{
    private readonly OneWaySockets _sockets;

    /// <summary>Made by the classes of this library only.</summary>
    private protected ZeroRpcSocket(OneWaySockets sockets) => _sockets = sockets;

    /// <summary>
    /// Whether a peer is there now. A publisher's is there when it has subscribed; the others know only that a connection is up, not whose.
    /// </summary>
    public bool IsConnected => _sockets.IsConnected;

    /// <summary>Connects, in the background and again whenever a connection goes.</summary>
    /// <param name="endpoints">Such as <c>tcp://127.0.0.1:4242</c>.</param>
    /// <exception cref="ZeroRpcEndpointException">An endpoint is malformed or not supported.</exception>
    public void Connect(params string[] endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        foreach (string endpoint in endpoints)
        {
            _sockets.Connect(endpoint);
        }
    }

    /// <summary>Listens on an endpoint. May be called several times.</summary>
    /// <param name="endpoint">Such as <c>tcp://0.0.0.0:4242</c>; port 0 takes a free one.</param>
    /// <returns>The endpoint with the port that was taken.</returns>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is malformed, not supported, or taken.</exception>
    public string Bind(string endpoint) => _sockets.Bind(endpoint);

    /// <summary>Ends a connection, or the listening on an endpoint and the connections that came by it.</summary>
    /// <param name="endpoint">The endpoint as it was connected, or as <see cref="Bind"/> gave it back.</param>
    /// <exception cref="ZeroRpcEndpointException">There is no such endpoint.</exception>
    public void Disconnect(string endpoint) => _sockets.Disconnect(endpoint);

    /// <summary>
    /// Waits until <see cref="IsConnected"/>: before the first event is published, which otherwise goes to nobody. A push waits by itself.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A task that completes when a peer is there.</returns>
    /// <exception cref="ObjectDisposedException">This was disposed, before or meanwhile.</exception>
    public Task WaitForConnectionAsync(CancellationToken cancellationToken = default) => _sockets.WaitForConnectionAsync(cancellationToken);

    /// <summary>Closes the connections.</summary>
    public abstract ValueTask DisposeAsync();
}
