using Microsoft.Extensions.Logging;
using ZeroRpc.Diagnostics;
using ZeroRpc.Events;
using ZeroRpc.Threading;
using ZeroRpc.Transport;

namespace ZeroRpc.Channels;

/// <summary>
/// All the channels over one transport: gives each event to its channel, opens new ones, and ends them when their peer goes
/// (docs/protocol.md, section 3). Clients open channels and servers accept them: the same engine with or without an acceptor. Thread-safe.
/// </summary>
internal sealed class ChannelMultiplexer : ITransportSink
{
    private readonly ChannelTable _channels = new();
    private readonly RouteLoads _loads = new();
    private readonly ObjectPool<Channel> _spares = new();
    private readonly ILogger _logger;
    private volatile IChannelAcceptor? _acceptor;
    private volatile PeerKind _peerKind;
    private volatile string? _refusal;

    /// <summary>Makes a multiplexer, which starts the transport.</summary>
    /// <param name="transport">What carries the events; the caller disposes of it.</param>
    /// <param name="options">What all channels have in common.</param>
    /// <param name="acceptor">Takes the channels that peers open; null on a client, where peers open none.</param>
    /// <param name="logger">Where to say what is dropped.</param>
    public ChannelMultiplexer(ITransport transport, ChannelOptions options, IChannelAcceptor? acceptor, ILogger logger)
    {
        Transport = transport;
        Options = options;
        OpensChannels = acceptor is null;
        _acceptor = acceptor;
        _logger = logger;
        transport.Start(this);
    }

    /// <summary>What carries the events.</summary>
    public ITransport Transport { get; }

    /// <summary>What all channels have in common.</summary>
    public ChannelOptions Options { get; }

    /// <summary>Who is told that peers come and go; null for nobody. Set before there are any.</summary>
    public IPeerWatcher? Watcher { get; set; }

    /// <summary>Fresh message ids.</summary>
    public MessageIdSource Ids { get; } = new();

    /// <summary>Whether channels are opened here rather than accepted: a client's side.</summary>
    public bool OpensChannels { get; }

    /// <summary>Whether a channel's later events could go to another peer than its request (<see cref="ITransport.ReachesOnePeer"/>).</summary>
    public bool IsUnroutable => OpensChannels && !Transport.ReachesOnePeer;

    /// <summary>What is known of the peer to whom the next channel goes.</summary>
    public PeerKind PeerKind => Transport.PeerCount > 1 ? PeerKind.Unknown : _peerKind;

    /// <summary>Why the peer refused this side at the last attempt; null when it did not. Read after a channel is opened.</summary>
    public string? Refusal => _refusal;

    /// <summary>How many channels are live.</summary>
    public int LiveChannels => _channels.Count;

    /// <summary>Opens a channel to the socket's peer, or to one of several.</summary>
    public Channel Open(IChannelListener listener, int? window)
    {
        // Between two or more peers that can be told apart we choose now; else the channel stays with the one that takes its request.
        PeerRoute route = Transport.Routes is { Count: > 1 } routes ? _loads.Take(routes) : PeerRoute.None;
        Channel channel = Take(route, Ids.Next(), window);
        channel.Attach(listener);
        channel.Ask(PeerKind);
        _channels.TryAdd(KeyOf(route), channel, int.MaxValue);
        return channel;
    }

    /// <summary>Gives the channels that peers open from now on to another acceptor. Only for the side that accepts channels.</summary>
    public void SetAcceptor(IChannelAcceptor acceptor) => _acceptor = acceptor;

    /// <summary>Ends all channels.</summary>
    public void EndAll(ChannelEnd end)
    {
        foreach ((Channel channel, int opening) in _channels.ToArray())
        {
            channel.End(end, opening);
        }

        while (end == ChannelEnd.Disposed && _spares.TryTake(out Channel? spare))
        {
            Options.Clock.Cancel(spare); // Else the clock would hold it, and all of this, for a while.
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
            // Normal after a timeout or an abandoned stream.
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
            return; // By another of several endpoints.
        }

        // First this, then the channels: whoever opens one meanwhile is either among them or looks here afterwards.
        _refusal = reason;
        Watcher?.OnPeerGone();
        foreach ((Channel channel, int opening) in _channels.ToArray())
        {
            channel.End(ChannelEnd.Refused, opening, onlyIfUnsent: true);
        }
    }

    /// <inheritdoc/>
    public void OnPeerGone(PeerRoute route)
    {
        _peerKind = PeerKind.Unknown;
        Watcher?.OnPeerGone();
        foreach ((Channel channel, int opening) in _channels.ToArray(KeyOf(route)))
        {
            if (channel.Route.Equals(route))
            {
                channel.OnPeerGone(opening);
            }
        }

        if (OpensChannels && Transport.IsConnected != true)
        {
            foreach ((Channel channel, int opening) in _channels.ToArray())
            {
                channel.OnDisconnected(opening);
            }
        }
    }

    /// <summary>A peer has shown what it is; of several, it stands for none of the others.</summary>
    internal void NotePeer(PeerKind kind)
    {
        if (Transport.PeerCount is not > 1)
        {
            _peerKind = kind;
        }
    }

    /// <summary>Forgets a channel that has ended.</summary>
    internal void Remove(Channel channel)
    {
        if (_channels.Remove(KeyOf(channel.Route), channel) && channel.HasChosenRoute)
        {
            _loads.Leave(channel.Route);
        }
    }

    /// <summary>Keeps a channel that has ended for the next call, unless there are enough.</summary>
    internal bool TryReuse(Channel channel) => _spares.TryAdd(channel);

    /// <summary>Passes the request of a channel that a peer opened with a heartbeat.</summary>
    internal void Accept(Channel channel, in IncomingEvent request) => _acceptor!.OnRequest(channel, request);

    /// <summary>Logs that an event was dropped, and why.</summary>
    internal void LogDropped(in IncomingEvent dropped, string reason)
    {
        _logger.DroppedEvent(dropped.Route, dropped.NameForLog, reason);
        Metrics.OnDropped(DropReasons.Unexpected);
    }

    /// <summary>Ids are unique per peer at a server; at a client they are its own, whichever peer its channels are with.</summary>
    private PeerRoute KeyOf(PeerRoute route) => OpensChannels ? PeerRoute.None : route;

    private Channel Take(PeerRoute route, in MessageId id, int? window)
    {
        if (!_spares.TryTake(out Channel? channel))
        {
            channel = new Channel(this);
        }

        channel.Open(route, id, window);
        return channel;
    }

    /// <summary>Ends the call that an unreadable event belongs to, if its header tells which.</summary>
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

        // A v1 peer knows no heartbeats: wait for its first (docs/protocol.md, section 4).
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
