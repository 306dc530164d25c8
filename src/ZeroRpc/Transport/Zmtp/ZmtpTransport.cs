using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using ZeroRpc.Diagnostics;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// This library's implementation of ZeroMQ's protocol over tcp and Unix domain sockets (ZeroMQ RFC 23 and 37). It knows which peers are
/// connected, can send to a particular peer of a dealer, can withdraw messages that have not been sent, and needs no pool threads.
/// </summary>
internal sealed class ZmtpTransport : ITransport
{
    private readonly TransportOptions _options;
    private readonly ZmtpLimits _limits;
    private readonly IoLoops _shared;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Listener> _listeners = [];
    private readonly Dictionary<string, (Connector Connector, Pipe? Own)> _connectors = [];
    private readonly ReceiveSwitch _receiving = new();
    private SinkGuard? _sink;
    private Peers? _peers;
    private SocketLoops? _loops;
    private ConnectionSettings? _settings;
    private AcceptedPeers? _accepted;
    private volatile bool _stopping;

    /// <summary>Creates a transport. It uses the shared loops of the process unless other loops are passed.</summary>
    public ZmtpTransport(TransportOptions options, ILogger logger, ZmtpLimits? limits = null, IoLoops? loops = null)
    {
        _options = options;
        _logger = logger;
        _limits = limits ?? options.Limits;
        _shared = loops ?? IoLoops.Shared;
    }

    /// <inheritdoc/>
    public bool? IsConnected => Peers.IsConnected;

    /// <inheritdoc/>
    public int? PeerCount => Peers.Live.Length;

    /// <inheritdoc/>
    public IReadOnlyList<PeerRoute>? Routes => Peers is DealerPeers ? Peers.Routes : null;

    /// <inheritdoc/>
    public bool GivesBack => true;

    /// <inheritdoc/>
    public string? ConnectProblem => _settings?.ConnectProblem;

    private Peers Peers => _peers ?? throw new InvalidOperationException("The transport is not started.");

    /// <inheritdoc/>
    public void Start(ITransportSink sink)
    {
        _sink = new SinkGuard(sink, _logger);
        _loops = new SocketLoops(_shared, _options.Linger);
        _settings = new ConnectionSettings(_options, _limits.HandshakeTime, _loops, _receiving, _sink, _logger);
        _peers = Peers.Of(_options, _sink);
        _accepted = new AcceptedPeers(_peers, _settings, _limits);
    }

    /// <inheritdoc/>
    public string Bind(string endpoint)
    {
        ObjectDisposedException.ThrowIf(_stopping, typeof(ITransport));
        Socket socket = ListeningSockets.Listen(Check(Endpoint.ForBind(endpoint), endpoint), endpoint, _options.UnixSocketMode, out Endpoint real);
        string bound = real.ToString();
        IoLoop loop = _loops!.Next();
        var listener = new Listener(_loops, loop, socket, bound, accepted => _accepted!.OnAccepted(accepted, bound), _logger);
        lock (_gate)
        {
            _listeners.Add(bound, listener);
        }

        loop.Add(listener);
        Log.Listening(_logger, bound);
        return bound;
    }

    /// <inheritdoc/>
    public void Unbind(string endpoint)
    {
        Listener? listener;
        lock (_gate)
        {
            if (!_listeners.Remove(endpoint, out listener))
            {
                return;
            }
        }

        listener.Loop.Run(() => listener.Loop.Drop(listener));
    }

    /// <inheritdoc/>
    public void Connect(string endpoint)
    {
        Endpoint parsed = Check(Endpoint.ForConnect(endpoint), endpoint);
        ObjectDisposedException.ThrowIf(_stopping, typeof(ITransport));
        if (parsed.Scheme == TransportScheme.Ipc)
        {
            UnixSockets.AddressOf(parsed); // Throws immediately if the path is too long.
        }

        lock (_gate)
        {
            if (_connectors.ContainsKey(endpoint))
            {
                return;
            }

            Pipe? own = Peers.OpenOwn();
            IoLoop loop = _loops!.Next();
            var connector = new Connector(parsed, loop, _settings!, new ConnectedPeers(Peers, own));
            _connectors.Add(endpoint, (connector, own));
            loop.Add(connector);
            connector.Start();
        }
    }

    /// <inheritdoc/>
    public void Disconnect(string endpoint)
    {
        (Connector Connector, Pipe? Own) connected;
        lock (_gate)
        {
            if (!_connectors.Remove(endpoint, out connected))
            {
                return;
            }
        }

        connected.Connector.Loop.Run(connected.Connector.Stop);
        Peers.CloseOwn(connected.Own);
    }

    /// <inheritdoc/>
    public void Send(in OutgoingMessage message)
    {
        if (_stopping)
        {
            return;
        }

        _logger.Sends(message);
        if (Peers.Send(message) is { } nowhere)
        {
            TellGone(nowhere);
        }
    }

    /// <inheritdoc/>
    public bool HasRoom(PeerRoute route) => Peers.HasRoom(route);

    /// <inheritdoc/>
    public ValueTask WaitForRoomAsync(PeerRoute route, CancellationToken cancellationToken) =>
        Peers.WaitForRoomAsync(route, cancellationToken);

    /// <inheritdoc/>
    public void Flush(PeerRoute route) => Peers.Flush(route);

    /// <inheritdoc/>
    public void Ask(PeerRoute route, TimeSpan silence) => Peers.Ask(route, silence);

    /// <inheritdoc/>
    public void Doubt(PeerRoute route, TimeSpan silence) => Peers.Doubt(route, silence);

    /// <inheritdoc/>
    public void SetReceiving(bool on) => _receiving.Set(on);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        if (_loops is not null)
        {
            Peers.Close();
            await _loops.CloseAsync().ConfigureAwait(false);
        }
    }

    // A method of its own, because the closure would otherwise be allocated for every message.
    private void TellGone(PeerRoute route) => _loops!.Home.Post(() => _sink!.OnPeerGone(route));

    private static Endpoint Check(Endpoint endpoint, string text) =>
        endpoint.Scheme is TransportScheme.Tcp or TransportScheme.Ipc
            ? endpoint
            : throw new ZeroRpcEndpointException($"'{text}' is not for this transport: inproc and other endpoints cannot be mixed on one side.")
            {
                Endpoint = text,
            };
}
