using Microsoft.Extensions.Logging;
using ZeroRpc.Diagnostics;
using ZeroRpc.Events;
using ZeroRpc.Threading;
using ZeroRpc.Transport;

namespace ZeroRpc.Channels;

/// <summary>
/// The channels of one transport. Passes each event to its channel, opens channels, and ends them when their peer disconnects
/// (docs/protocol.md, section 3). Clients open channels and servers accept them; a server has an acceptor, a client has none. Thread-safe.
/// </summary>
internal sealed class ChannelMultiplexer : ITransportSink
{
    private readonly ChannelTable _channels = new();
    private readonly RouteLoads _loads = new();
    private readonly ObjectPool<Channel> _pool = new();
    private readonly ILogger _logger;
    private volatile IChannelAcceptor? _acceptor;
    private volatile PeerKind _peerKind;
    private volatile string? _refusal;

    /// <summary>Creates a multiplexer and starts the transport.</summary>
    /// <param name="transport">The transport. The caller disposes it.</param>
    /// <param name="options">The options of all channels.</param>
    /// <param name="acceptor">Accepts the channels that peers open. Null on a client, where peers open none.</param>
    /// <param name="logger">Logs dropped events.</param>
    public ChannelMultiplexer(ITransport transport, ChannelOptions options, IChannelAcceptor? acceptor, ILogger logger)
    {
        Transport = transport;
        Options = options;
        OpensChannels = acceptor is null;
        _acceptor = acceptor;
        _logger = logger;
        transport.Start(this);
    }

    /// <summary>The transport of the events.</summary>
    public ITransport Transport { get; }

    /// <summary>The options of all channels.</summary>
    public ChannelOptions Options { get; }

    /// <summary>Is called when peers connect and disconnect. Null for none. Set before the first peer connects.</summary>
    public IPeerWatcher? Watcher { get; set; }

    /// <summary>The source of new message ids.</summary>
    public MessageIdSource Ids { get; } = new();

    /// <summary>Whether this side opens channels (a client) and does not accept them (a server).</summary>
    public bool OpensChannels { get; }

    /// <summary>Whether later events of a channel could reach a different peer than its request (<see cref="ITransport.ReachesOnePeer"/>).</summary>
    public bool IsUnroutable => OpensChannels && !Transport.ReachesOnePeer;

    /// <summary>The kind of the peer that the next channel uses.</summary>
    public PeerKind PeerKind => Transport.PeerCount > 1 ? PeerKind.Unknown : _peerKind;

    /// <summary>Why the peer refused the last connection. Null if it did not. Read this after a channel was opened.</summary>
    public string? Refusal => _refusal;

    /// <summary>The number of live channels.</summary>
    public int LiveChannels => _channels.Count;

    /// <summary>Opens a channel to the peer, or to the least loaded of several peers.</summary>
    public Channel Open(IChannelListener listener, int? window)
    {
        // With several addressable peers, the route is chosen now. Otherwise the route is that of the peer that receives the request.
        PeerRoute route = Transport.Routes is { Count: > 1 } routes ? _loads.Take(routes) : PeerRoute.None;
        Channel channel = Take(route, Ids.Next(), window);
        channel.Attach(listener);
        channel.Ask(PeerKind);
        _channels.TryAdd(KeyOf(route), channel, int.MaxValue);
        return channel;
    }

    /// <summary>Replaces the acceptor, for channels that peers open from now on. Only for a server.</summary>
    public void SetAcceptor(IChannelAcceptor acceptor) => _acceptor = acceptor;

    /// <summary>Ends all channels.</summary>
    public void EndAll(ChannelEnd end)
    {
        foreach ((Channel channel, int generation) in _channels.ToArray())
        {
            channel.End(end, generation);
        }

        while (end == ChannelEnd.Disposed && _pool.TryTake(out Channel? spare))
        {
            Options.Clock.Cancel(spare); // Otherwise the clock would keep the channel and this object alive until the old deadline.
        }
    }

    /// <inheritdoc/>
    public void OnMessage(in IncomingMessage message)
    {
        if (!EventReader.TryRead(message, Options.MaxDepth, out IncomingEvent received, out string? problem))
        {
            _logger.MalformedEvent(message.Route, message.Body.Length, problem!);
            Metrics.OnDropped(DropReasons.Malformed);
            FailCall(message, new EventFault($"its event cannot be read: {problem}"));
        }
        else if (received.Header.Version is null)
        {
            OnEvent(received.With(new EventFault("its protocol version is no number")));
        }
        else
        {
            OnEvent(received);
        }
    }

    private void OnEvent(in IncomingEvent received)
    {
        if (received.Header.ResponseTo.IsNone)
        {
            OnRequest(received);
        }
        else if (_channels.TryGet(KeyOf(received.Route), received.Header.ResponseTo, out Channel? channel) && channel.IsWith(received.Route))
        {
            channel.OnEvent(received);
        }
        else
        {
            // This is normal after a timeout or an abandoned stream.
            _logger.UnknownChannel(received.Route, received.NameForLog, received.Header.ResponseTo);
            Metrics.OnDropped(DropReasons.NoChannel);
        }
    }

    /// <inheritdoc/>
    public void OnMalformed(PeerRoute route, string reason)
    {
        _logger.MalformedMessage(route, reason);
        Metrics.OnDropped(DropReasons.Malformed);
    }

    /// <inheritdoc/>
    public void OnTooLarge(in IncomingMessage beginning, long size, int limit)
    {
        _logger.MessageTooLarge(beginning.Route, size, limit);
        Metrics.OnDropped(DropReasons.Malformed);
        FailCall(beginning, new EventFault($"its event of {size:N0} bytes is larger than the limit of {limit:N0}", IsTooLarge: true));
    }

    /// <inheritdoc/>
    public void OnPeerCame(PeerRoute route)
    {
        _peerKind = PeerKind.Unknown;
        _refusal = null;
        Watcher?.OnPeerCame();
    }

    /// <inheritdoc/>
    public void OnRefused(string endpoint, string reason)
    {
        if (Transport.IsConnected == true)
        {
            return; // Another endpoint is connected.
        }

        // Written before the channels are listed: a channel that is opened meanwhile is either in the list, or its caller reads this value
        // afterwards.
        _refusal = reason;
        Watcher?.OnPeerGone();
        foreach ((Channel channel, int generation) in _channels.ToArray())
        {
            channel.End(ChannelEnd.Refused, generation, onlyIfUnsent: true);
        }
    }

    /// <inheritdoc/>
    public void OnPeerGone(PeerRoute route)
    {
        _peerKind = PeerKind.Unknown;
        Watcher?.OnPeerGone();
        foreach ((Channel channel, int generation) in _channels.ToArray(KeyOf(route)))
        {
            if (channel.Route.Equals(route))
            {
                channel.OnPeerGone(generation);
            }
        }

        if (OpensChannels && Transport.IsConnected != true)
        {
            foreach ((Channel channel, int generation) in _channels.ToArray())
            {
                channel.OnDisconnected(generation);
            }
        }
    }

    /// <summary>Stores the kind of the peer. With several peers the value is not stored, because it would apply to one of them only.</summary>
    internal void NotePeer(PeerKind kind)
    {
        if (Transport.PeerCount is not > 1)
        {
            _peerKind = kind;
        }
    }

    /// <summary>Removes a channel that has ended.</summary>
    internal void Remove(Channel channel)
    {
        if (_channels.Remove(KeyOf(channel.Route), channel) && channel.HasChosenRoute)
        {
            _loads.Leave(channel.Route);
        }
    }

    /// <summary>Puts an ended channel into the pool. Returns false if the pool is full.</summary>
    internal bool TryReuse(Channel channel) => _pool.TryAdd(channel);

    /// <summary>Passes the request of a channel that a peer opened with a heartbeat.</summary>
    internal void Accept(Channel channel, in IncomingEvent request) => _acceptor!.OnRequest(channel, request);

    /// <summary>Logs that an event was dropped, and why.</summary>
    internal void LogDropped(in IncomingEvent dropped, string reason)
    {
        _logger.DroppedEvent(dropped.Route, dropped.NameForLog, reason);
        Metrics.OnDropped(DropReasons.Unexpected);
    }

    /// <summary>
    /// Logs that an event ended its channel. A message of its own, so that earlier dropped events of the same peer do not use up its share of
    /// the log.
    /// </summary>
    internal void LogViolated(in IncomingEvent dropped, string reason)
    {
        _logger.ChannelViolated(dropped.Route, dropped.NameForLog, reason);
        Metrics.OnDropped(DropReasons.Unexpected);
    }

    /// <summary>At a server, ids are unique for each peer. A client chooses the ids itself, so they are unique for all peers.</summary>
    private PeerRoute KeyOf(PeerRoute route) => OpensChannels ? PeerRoute.None : route;

    private Channel Take(PeerRoute route, in MessageId id, int? window)
    {
        if (!_pool.TryTake(out Channel? channel))
        {
            channel = new Channel(this);
        }

        channel.Open(route, id, window);
        return channel;
    }

    /// <summary>Ends the call to which an unreadable event belongs, if the header can be read.</summary>
    private void FailCall(in IncomingMessage message, EventFault fault)
    {
        if (EventReader.TryReadHeader(message, Options.MaxDepth, out IncomingEvent received) &&
            !(received.Header.ResponseTo.IsNone && (OpensChannels || received.Header.Id.IsNone)))
        {
            OnEvent(received.With(fault));
        }
    }

    private void OnRequest(in IncomingEvent request)
    {
        string? refusal = request.Header switch
        {
            _ when OpensChannels => "a client takes no requests",
            { Id.IsNone: true } => "it has no message_id that an answer could name",
            _ => null,
        };
        if (refusal is not null)
        {
            LogDropped(request, refusal);
            return;
        }

        Channel channel = Take(request.Route, request.Header.Id, Options.Window);
        int version = request.Header.Version!.Value;
        channel.NoteVersion(version);
        channel.AnswerIfAsked(request);
        switch (_channels.TryAdd(channel.Route, channel, Options.MaxChannelsPerPeer))
        {
            case ChannelAdmission.Duplicate:
                LogDropped(request, "its message_id is that of a live channel");
                return;
            case ChannelAdmission.TooMany:
                _logger.TooManyChannels(request.Route, request.NameForLog, Options.MaxChannelsPerPeer);
                _acceptor!.OnTooManyChannels(channel, request);
                return;
        }

        // A v1 peer may not support heartbeats, so the heartbeat waits for the first one of the peer (docs/protocol.md, section 4).
        channel.StartHeartbeat(passive: version < 2);
        if (request is { Fault: null, Kind: EventKind.Heartbeat or EventKind.More })
        {
            channel.AwaitRequest(request);
        }
        else
        {
            _acceptor!.OnRequest(channel, request);
        }
    }
}
