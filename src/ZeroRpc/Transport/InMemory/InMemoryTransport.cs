using Microsoft.Extensions.Logging;
using ZeroRpc.Diagnostics;

namespace ZeroRpc.Transport.InMemory;

/// <summary>
/// The transport without a socket: <c>inproc://name</c> in an <see cref="InMemoryNetwork"/>. Bodies are not copied unless they are lent.
/// One thread delivers all messages of a network. A message can be withdrawn until it is delivered. The transport knows when a peer is
/// lost, and a dealer can address a particular peer.
/// </summary>
internal sealed class InMemoryTransport : ITransport
{
    private static readonly Action<ITransportSink> NobodySubscribes = sink => sink.OnDropped(DropReason.NobodySubscribes);
    private static readonly Action<ITransportSink> SubscriberFull = sink => sink.OnDropped(DropReason.SubscriberFull);

    private readonly TransportOptions _options;
    private readonly ILogger _logger;
    private readonly InMemoryNetwork _network;
    private readonly Lock _gate = new();
    private readonly Dictionary<PeerRoute, InMemoryLink> _links = [];
    private readonly List<InMemoryLink> _turns = [];
    private readonly Backlogs _backlogs;
    private readonly MessageQueue _waiting;
    private InMemoryDelivery? _delivery;
    private PeerRoute[] _routes = [];
    private uint _turn;
    private volatile bool _disposed;

    /// <summary>Creates a transport that connects to others in <paramref name="network"/>.</summary>
    public InMemoryTransport(TransportOptions options, ILogger logger, InMemoryNetwork network)
    {
        _options = options;
        _logger = logger;
        _network = network;
        _backlogs = Backlogs.For(options);
        _waiting = new MessageQueue(Forget);
    }

    /// <summary>The socket role of this transport.</summary>
    public SocketRole Role => _options.Role;

    /// <inheritdoc/>
    public bool? IsConnected => Volatile.Read(ref _routes).Length > 0;

    /// <inheritdoc/>
    public int? PeerCount => Volatile.Read(ref _routes).Length;

    /// <inheritdoc/>
    public IReadOnlyList<PeerRoute>? Routes => Role == SocketRole.Dealer ? Volatile.Read(ref _routes) : null;

    /// <inheritdoc/>
    /// <remarks>The receiver returns them.</remarks>
    public bool GivesBack => true;

    /// <summary>The number of messages that can be in transit to one peer.</summary>
    public int HighWaterMark => _options.HighWaterMark;

    /// <summary>The messages that were sent to this transport.</summary>
    public InMemoryDelivery Delivery => _delivery ?? throw new InvalidOperationException("The transport is not started.");

    /// <inheritdoc/>
    public void Start(ITransportSink sink)
    {
        _network.Loop.Enter();
        _delivery = new InMemoryDelivery(new SinkGuard(sink, _logger), _options.MaxMessageSize, _network.Loop);
    }

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
        _logger.Sends(message);
        OutgoingMessage kept = Keep(message);
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            switch (Role)
            {
                case SocketRole.Publish:
                    Publish(kept);
                    break;
                default:
                    if (kept.Route != PeerRoute.None)
                    {
                        SendTo(kept);
                        break;
                    }

                    _backlogs.Add(kept.Route, kept.Body.Length);
                    _waiting.Add(kept);
                    SendWaiting();
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public bool HasRoom(PeerRoute route) => _backlogs.HasRoom(route);

    /// <inheritdoc/>
    public ValueTask WaitForRoomAsync(PeerRoute route, CancellationToken cancellationToken) =>
        _backlogs.WaitForRoomAsync(route, cancellationToken);

    /// <inheritdoc/>
    public void SetReceiving(bool on) => Delivery.SetReceiving(on);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return ValueTask.CompletedTask;
            }

            _disposed = true;
        }

        _delivery?.Stop();
        _network.Leave(this);
        _backlogs.Close();
        if (_delivery is not null)
        {
            _network.Loop.Leave();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Called by the network when a peer was linked. Messages that waited for a peer are sent to it.</summary>
    internal void Add(InMemoryLink link)
    {
        lock (_gate)
        {
            _links.Add(link.Route, link);
            _turns.Add(link);
            ListRoutes();
            if (Role.HasDelimiter())
            {
                Delivery.Post(sink => sink.OnPeerCame(link.Route));
            }

            SendWaiting();
        }

        Delivery.TellConnectionChanged();
    }

    /// <summary>Called by the network when a peer was unlinked. The receiver is notified after all messages of the peer.</summary>
    internal void Remove(InMemoryLink link)
    {
        lock (_gate)
        {
            _links.Remove(link.Route);
            _turns.Remove(link);
            ListRoutes();
            if (Role.HasDelimiter())
            {
                PostGone(link.Route);
            }
        }

        Delivery.TellConnectionChanged();
    }

    /// <summary>
    /// Called by the network when a transport with a role that does not match has bound a name to which this transport is connected.
    /// </summary>
    internal void OnMismatch(SocketRole there) => Log.PeerDoesNotFit(_logger, Role.Name(), there.Name());

    /// <summary>
    /// Ends the transit of a message of this transport. A message that a stopped puller or server did not accept is sent to another peer.
    /// </summary>
    internal void OnArrived(in OutgoingMessage message, bool isTaken)
    {
        Forget(message);
        if (!isTaken && Role is (SocketRole.Push or SocketRole.Dealer))
        {
            Send(message);
        }
        else if (Role == SocketRole.Push)
        {
            lock (_gate)
            {
                SendWaiting();
            }
        }
    }

    // A message that can have several receivers, or can be sent a second time, needs memory of its own.
    private OutgoingMessage Keep(in OutgoingMessage message) =>
        message.Memory == BodyMemory.Lent && Role.HasDelimiter() ? InMemoryDelivery.Borrow(message) : message.Kept();

    private void Forget(OutgoingMessage message) => _backlogs.Remove(message.Route, message.Body.Length);

    private void ListRoutes() => Volatile.Write(ref _routes, [.. _turns.Select(link => link.Route)]);

    private void PostGone(PeerRoute route) => Delivery.Post(sink => sink.OnPeerGone(route));

    private void SendTo(in OutgoingMessage message)
    {
        if (_links.GetValueOrDefault(message.Route) is { } link)
        {
            _backlogs.Add(message.Route, message.Body.Length);
            link.Carry(this, message);
        }
        else
        {
            PostGone(message.Route);
        }
    }

    private void Publish(in OutgoingMessage message)
    {
        if (_turns.Count == 0)
        {
            Delivery.Post(NobodySubscribes);
        }

        foreach (InMemoryLink link in _turns)
        {
            if (link.IsFull)
            {
                Delivery.Post(SubscriberFull);
            }
            else
            {
                link.Carry(this, message);
            }
        }
    }

    private void SendWaiting()
    {
        while (_waiting.TryPeek(out OutgoingMessage message) && NextLink() is { } link)
        {
            _waiting.Remove();
            link.Carry(this, message);
        }
    }

    // Several peers of one dealer or pusher get its messages in turn, as in ZeroMQ. A pusher skips peers that are full.
    private InMemoryLink? NextLink()
    {
        for (int left = _turns.Count; left > 0; left--)
        {
            InMemoryLink link = _turns[(int)(_turn++ % (uint)_turns.Count)];
            if (Role == SocketRole.Dealer || !link.IsFull)
            {
                return link;
            }
        }

        return null;
    }

    private string NameOf(Endpoint endpoint, string text)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return endpoint.Scheme == TransportScheme.InProcess
            ? endpoint.Host
            : throw new ZeroRpcEndpointException($"'{text}' is not for this transport: inproc and other endpoints cannot be mixed on one side.")
            {
                Endpoint = text,
            };
    }
}
