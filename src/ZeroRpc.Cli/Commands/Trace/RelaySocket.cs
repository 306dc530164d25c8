using ZeroRpc.Transport;

namespace ZeroRpc.Cli.Commands.Trace;

/// <summary>A socket of a trace: it sends and receives events as bytes, and hands what it receives to the trace's loop.</summary>
internal sealed class RelaySocket : ITransportSink, IAsyncDisposable
{
    /// <summary>A little more than the largest event that a Python peer takes (docs/protocol.md, section 2).</summary>
    private const int MaxMessageSize = 128 * 1024 * 1024;

    /// <summary>How long what was sent may take to leave when the trace ends.</summary>
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

    /// <summary>Told of each event that came, with the peer's route. Runs on the loop.</summary>
    public required Action<PeerRoute, byte[]> OnReceived { get; init; }

    /// <summary>Told of a peer that has gone. Runs on the loop.</summary>
    public Action<PeerRoute>? OnGone { get; init; }

    /// <summary>Makes a server's socket, a ROUTER, which listens on <paramref name="endpoint"/>, and gives the endpoint with the real port.</summary>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is malformed, not supported, or taken.</exception>
    public static (RelaySocket Socket, string Bound) Listen(
        RelayLoop loop, string endpoint, Action<PeerRoute, byte[]> onReceived, Action<PeerRoute>? onGone = null)
    {
        var socket = new RelaySocket(loop, SocketRole.Router, SchemeOf(Endpoint.ForBind(endpoint), endpoint)) { OnReceived = onReceived, OnGone = onGone };
        return (socket, socket._transport.Bind(endpoint));
    }

    /// <summary>Makes a client's socket, a DEALER, which connects to <paramref name="endpoint"/> in the background.</summary>
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

    /// <summary>Refuses an endpoint that a trace cannot connect to.</summary>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is malformed or not supported.</exception>
    public static void Check(string endpoint) => SchemeOf(Endpoint.ForConnect(endpoint), endpoint);

    /// <summary>Sends an event, to the route's peer or the only one. It never waits: the peers' credits bound what lies here.</summary>
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
