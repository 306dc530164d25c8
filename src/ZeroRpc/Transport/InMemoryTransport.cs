using Microsoft.Extensions.Logging;

namespace ZeroRpc.Transport;

/// <summary>
/// The seam without a socket: <c>inproc://name</c> in an <see cref="InMemoryNetwork"/>. It carries the same bodies, uncopied, and delivers
/// them on pool threads, one after the other. A message can be withdrawn until it is delivered. It knows when a peer goes, and a dealer can
/// address one of its peers.
/// </summary>
internal sealed class InMemoryTransport : ITransport
{
    private readonly TransportOptions _options;
    private readonly ILogger _logger;
    private readonly InMemoryNetwork _network;
    private readonly Lock _gate = new();
    private readonly Dictionary<PeerRoute, InMemoryLink> _links = [];
    private readonly List<InMemoryLink> _turns = [];
    private readonly Backlogs _backlogs = new();
    private readonly MessageQueue _waiting;
    private InMemoryDelivery? _delivery;
    private PeerRoute[] _routes = [];
    private uint _turn;
    private volatile bool _disposed;

    /// <summary>Makes a transport that meets others in <paramref name="network"/>.</summary>
    public InMemoryTransport(TransportOptions options, ILogger logger, InMemoryNetwork network)
    {
        _options = options;
        _logger = logger;
        _network = network;
        _waiting = new MessageQueue(Forget);
    }

    /// <summary>The kind of socket this acts as.</summary>
    public SocketRole Role => _options.Role;

    /// <inheritdoc/>
    public bool? IsConnected => Volatile.Read(ref _routes).Length > 0;

    /// <inheritdoc/>
    public int? PeerCount => Volatile.Read(ref _routes).Length;

    /// <inheritdoc/>
    public IReadOnlyList<PeerRoute>? Routes => Role == SocketRole.Dealer ? Volatile.Read(ref _routes) : null;

    /// <inheritdoc/>
    public bool HearsOnThreadPool => true;

    private InMemoryDelivery Delivery => _delivery ?? throw new InvalidOperationException("The transport is not started.");

    /// <inheritdoc/>
    public void Start(ITransportSink sink) => _delivery = new InMemoryDelivery(new SinkGuard(sink, _logger), _options.MaxMessageSize);

    /// <inheritdoc/>
    public string Bind(string endpoint)
    {
        string name = NameOf(Endpoint.ForBind(endpoint), endpoint);
        _network.Bind(name, this);
        return endpoint;
    }

    /// <inheritdoc/>
    public void Unbind(string endpoint) => _network.Unbind(NameOf(Endpoint.ForBind(endpoint), endpoint), this);

    /// <inheritdoc/>
    public void Connect(string endpoint) => _network.Connect(NameOf(Endpoint.ForConnect(endpoint), endpoint), this);

    /// <inheritdoc/>
    public void Disconnect(string endpoint) => _network.Disconnect(NameOf(Endpoint.ForConnect(endpoint), endpoint), this);

    /// <inheritdoc/>
    public void Send(in OutgoingMessage message)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _backlogs.Add(message.Route, message.Body.Length);
            if (NextLink(message.Route) is { } link)
            {
                Hand(link, message);
            }
            else if (message.Route == PeerRoute.None)
            {
                _waiting.Add(message);
            }
            else
            {
                Forget(message);
                Delivery.PostGone(message.Route);
            }
        }
    }

    /// <inheritdoc/>
    public bool HasRoom(PeerRoute route) => _backlogs.HasRoom(route);

    /// <inheritdoc/>
    public ValueTask WaitForRoomAsync(PeerRoute route, CancellationToken cancellationToken) =>
        _backlogs.WaitForRoomAsync(route, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        _delivery?.Stop();
        _network.Leave(this);
        _backlogs.Close();
        return ValueTask.CompletedTask;
    }

    /// <summary>Called by the network: a peer is there. What waited for one goes to it.</summary>
    internal void Add(InMemoryLink link)
    {
        lock (_gate)
        {
            _links.Add(link.Route, link);
            _turns.Add(link);
            ListRoutes();
            Delivery.PostCame(link.Route);
            while (_waiting.TryPeek(out OutgoingMessage message))
            {
                _waiting.Remove();
                Hand(link, message);
            }
        }
    }

    /// <summary>Called by the network: a peer is gone. The receiver hears it after all that the peer had sent.</summary>
    internal void Remove(InMemoryLink link)
    {
        lock (_gate)
        {
            _links.Remove(link.Route);
            _turns.Remove(link);
            ListRoutes();
            Delivery.PostGone(link.Route);
        }
    }

    /// <summary>A message of ours waits no longer.</summary>
    internal void Forget(OutgoingMessage message) => _backlogs.Remove(message.Route, message.Body.Length);

    private void ListRoutes() => Volatile.Write(ref _routes, [.. _turns.Select(link => link.Route)]);

    // What has no route goes to a dealer's peers in turn, as in ZeroMQ.
    private InMemoryLink? NextLink(PeerRoute route)
    {
        if (route != PeerRoute.None)
        {
            return _links.GetValueOrDefault(route);
        }

        return _turns.Count == 0 ? null : _turns[(int)(_turn++ % (uint)_turns.Count)];
    }

    private void Hand(InMemoryLink link, in OutgoingMessage message)
    {
        if (Role == SocketRole.Dealer)
        {
            link.Router.Delivery.Post(this, link.Route, message);
        }
        else
        {
            link.Dealer.Delivery.Post(this, link.Route, message);
        }
    }

    private string NameOf(Endpoint endpoint, string text)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return endpoint.Scheme == TransportScheme.InProcess
            ? endpoint.Host
            : throw new ZeroRpcEndpointException($"'{text}' is not for this transport: tcp and inproc endpoints cannot be mixed on one side.")
            {
                Endpoint = text,
            };
    }
}
