using ZeroRpc.Transport;

namespace ZeroRpc.Cli.Commands.Trace;

/// <summary>A socket of a trace. It sends and receives events as bytes, and passes received events to the trace's loop.</summary>
internal sealed class RelaySocket : ITransportSink, IAsyncDisposable
{
    /// <summary>Slightly more than the largest event that a Python peer accepts (docs/protocol.md, section 2).</summary>
    private const int MaxMessageSize = 128 * 1024 * 1024;

    /// <summary>How long the end of a trace waits until sent messages have left the process.</summary>
    private static readonly TimeSpan _linger = TimeSpan.FromSeconds(1);

    private readonly RelayLoop _loop;
    private readonly ITransport _transport;

    private RelaySocket(RelayLoop loop, SocketRole role, TransportScheme scheme)
    {
        _loop = loop;
        _transport = TransportFactory.Default.Create(scheme, new TransportOptions(role, MaxMessageSize, _linger), loop.Logger);
        _transport.Start(this);
        loop.Add(this);
    }

    /// <summary>Called on the loop for each received event, with the route of the peer.</summary>
    public required Action<PeerRoute, byte[]> OnReceived { get; init; }

    /// <summary>Called on the loop for each peer that has disconnected.</summary>
    public Action<PeerRoute>? OnGone { get; init; }

    /// <summary>
    /// Creates the socket of a server, a ROUTER, that listens on <paramref name="endpoint"/>. Also returns the endpoint with the real port.
    /// </summary>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is malformed, not supported, or in use.</exception>
    public static (RelaySocket Socket, string Bound) Listen(
        RelayLoop loop, string endpoint, Action<PeerRoute, byte[]> onReceived, Action<PeerRoute>? onGone = null)
    {
        var socket = new RelaySocket(loop, SocketRole.Router, SchemeOf(Endpoint.ForBind(endpoint), endpoint)) { OnReceived = onReceived, OnGone = onGone };
        return (socket, socket._transport.Bind(endpoint));
    }

    /// <summary>Creates the socket of a client, a DEALER, that connects to <paramref name="endpoint"/> in the background.</summary>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is malformed or not supported.</exception>
    public static RelaySocket Connect(RelayLoop loop, string endpoint, Action<byte[]> onReceived)
    {
        var socket = new RelaySocket(loop, SocketRole.Dealer, SchemeOf(Endpoint.ForConnect(endpoint), endpoint))
        {
            OnReceived = (_, body) => onReceived(body),
        };
        socket._transport.Connect(endpoint);
        return socket;
    }

    /// <summary>Throws an exception if a trace cannot connect to an endpoint.</summary>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is malformed or not supported.</exception>
    public static void Check(string endpoint) => SchemeOf(Endpoint.ForConnect(endpoint), endpoint);

    /// <summary>
    /// Sends an event to the peer of the route, or to the only peer. Never waits; the credits of the peers limit the number of waiting
    /// events.
    /// </summary>
    public void Send(byte[] body, PeerRoute? route = null) =>
        _transport.Send(new OutgoingMessage(route ?? PeerRoute.None, body, IsUrgent: true));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _transport.DisposeAsync();

    /// <inheritdoc/>
    void ITransportSink.OnMessage(in IncomingMessage message)
    {
        PeerRoute route = message.Route;
        byte[] body = message.Body.ToArray();
        _loop.Post(() => OnReceived(route, body));
    }

    /// <inheritdoc/>
    void ITransportSink.OnMalformed(PeerRoute route, string reason) => _loop.Post(() => OnReceived(route, []));

    /// <inheritdoc/>
    void ITransportSink.OnPeerGone(PeerRoute route)
    {
        if (OnGone is { } onGone)
        {
            _loop.Post(() => onGone(route));
        }
    }

    private static TransportScheme SchemeOf(Endpoint endpoint, string text) => endpoint.Scheme != TransportScheme.InProcess
        ? endpoint.Scheme
        : throw new ZeroRpcEndpointException($"'{text}' is inside one process, where a trace of another process sees nothing.") { Endpoint = text };
}
