using ZeroRpc.OneWay;

namespace ZeroRpc;

/// <summary>
/// The base class of pushers, pullers, publishers and subscribers. It has endpoints, any number of which it can connect to or bind. Pushers
/// work with pullers, and publishers with subscribers; either side can bind. Thread-safe.
/// </summary>
public abstract class ZeroRpcOneWay : IAsyncDisposable, IDisposable
{
    private readonly OneWaySockets _sockets;

    /// <summary>Only classes of this library can derive from this class.</summary>
    private protected ZeroRpcOneWay(OneWaySockets sockets) => _sockets = sockets;

    /// <summary>
    /// Whether a peer is connected now. For a publisher: whether a peer has subscribed. The others only know that there is a connection,
    /// not what kind of peer it leads to.
    /// </summary>
    public bool IsConnected => _sockets.IsConnected;

    /// <summary>Connects in the background, and reconnects whenever a connection is lost.</summary>
    /// <param name="endpoints">The endpoints, such as <c>tcp://127.0.0.1:4242</c>.</param>
    /// <exception cref="ZeroRpcEndpointException">An endpoint is malformed or not supported.</exception>
    public void Connect(params string[] endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        foreach (string endpoint in endpoints)
        {
            _sockets.Connect(endpoint);
        }
    }

    /// <summary>Listens on an endpoint. Can be called several times.</summary>
    /// <param name="endpoint">The endpoint, such as <c>tcp://0.0.0.0:4242</c>. Port 0 selects a free port.</param>
    /// <returns>The endpoint with the real port.</returns>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is malformed, not supported, or in use.</exception>
    public string Bind(string endpoint) => _sockets.Bind(endpoint);

    /// <summary>Stops listening on an endpoint.</summary>
    /// <param name="endpoint">The endpoint as <see cref="Bind"/> returned it.</param>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is not bound.</exception>
    public void Unbind(string endpoint) => _sockets.Unbind(endpoint);

    /// <summary>Ends a connection that <see cref="Connect"/> started.</summary>
    /// <param name="endpoint">The endpoint as it was passed to <see cref="Connect"/>.</param>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is not connected.</exception>
    public void Disconnect(string endpoint) => _sockets.Disconnect(endpoint);

    /// <summary>
    /// Waits until <see cref="IsConnected"/> is true. Use this before publishing the first event, which would otherwise be dropped. A push
    /// waits without this method.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that completes when a peer is connected.</returns>
    /// <exception cref="ObjectDisposedException">The socket is disposed before or during the wait.</exception>
    public Task WaitForConnectionAsync(CancellationToken cancellationToken = default) => _sockets.WaitForConnectionAsync(cancellationToken);

    /// <summary>Closes the connections.</summary>
    public abstract ValueTask DisposeAsync();

    /// <summary>Like <see cref="DisposeAsync"/>, but blocks until the connections are closed.</summary>
    public void Dispose()
    {
        DisposeAsync().AsTask().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }
}
