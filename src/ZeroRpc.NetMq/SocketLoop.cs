using Microsoft.Extensions.Logging;
using NetMQ.Sockets;
using NetMQ;
using ZeroRpc.Threading;
using ZeroRpc.Transport;

namespace ZeroRpc.NetMq;

/// <summary>
/// The loop of a socket's owner: it receives a batch, sends a batch, and sleeps until there is more of either. Only for the owner's thread,
/// except <see cref="Iterations"/>, <see cref="IsReceiving"/> and <see cref="IsConnected"/>.
/// </summary>
internal sealed class SocketLoop : IDisposable
{
    // The number of messages in one direction after which the other direction has its turn.
    private const int Batch = 1000;

    // The time after which a peer that did not read is tried again, in milliseconds.
    private const int RetryInterval = 5;

    private readonly SocketRole _role;
    private readonly NetMQSocket _socket;
    private readonly NetMQSelector _selector = new();
    private readonly NetMQSelector.Item[] _waitForInput;
    private readonly NetMQSelector.Item[] _waitForBoth;
    private readonly NetMQSelector.Item[] _waitForOthers;
    private readonly NetMqFrameReader _reader;
    private readonly Outlet _outlet;
    private readonly WakeUp _wakeUp;
    private readonly DeferredWakeUp _deferred;
    private readonly Inbox _inbox;
    private readonly SinkGuard _sink;
    private readonly PeerMonitor? _peers;
    private readonly Subscriptions? _subscriptions;
    private readonly Dictionary<string, string> _connected = [];
    private volatile bool _isReceiving = true;
    private long _lastRetry;
    private long _iterations;

    /// <summary>Opens the socket.</summary>
    public SocketLoop(TransportOptions options, WakeUp wakeUp, DeferredWakeUp deferred, Inbox inbox, Backlogs backlogs, SinkGuard sink, ILogger logger)
    {
        _role = options.Role;
        _wakeUp = wakeUp;
        _deferred = deferred;
        _inbox = inbox;
        _sink = sink;
        _socket = Open(options);
        try
        {
            _reader = new NetMqFrameReader(_socket, options.Role);
            var writer = new NetMqFrameWriter(_socket, options.Role);
            switch (options.Role)
            {
                case SocketRole.Dealer:
                    Connections = new DealerConnections(_socket, () => sink.OnPeerCame(PeerRoute.None), OnLost, logger);
                    break;
                case SocketRole.Publish:
                    _subscriptions = new Subscriptions(_socket, sink);
                    break;
                case SocketRole.Push or SocketRole.Pull or SocketRole.Subscribe:
                    _peers = new PeerMonitor(_socket, options.Role, sink.OnConnectionChanged, logger);
                    break;
            }

            _outlet = options.Role switch
            {
                SocketRole.Router => new RouterOutlet(writer, backlogs, sink),
                SocketRole.Publish => new PublishOutlet(writer, backlogs, sink, _subscriptions!),
                _ => new DealerOutlet(writer, backlogs, sink, Connections),
            };
            _waitForInput = Items(PollEvents.PollIn);
            _waitForBoth = Items(PollEvents.PollIn | PollEvents.PollOut);
            _waitForOthers = [.. _waitForInput.Where(item => item.Socket != _socket)];
        }
        catch
        {
            Dispose(); // NetMQ has no more sockets for the monitor.
            throw;
        }
    }

    /// <summary>The socket, for binding.</summary>
    public NetMQSocket Socket => _socket;

    /// <summary>A dealer's connections; null for the other roles, whose connections NetMQ keeps by itself.</summary>
    public DealerConnections? Connections { get; }

    /// <summary>Whether a peer is connected; null for a router, which cannot tell.</summary>
    public bool? IsConnected => Connections is not null ? Connections.PeerCount > 0 : _subscriptions?.Any ?? _peers?.Any;

    /// <summary>Whether received messages are delivered. Any thread may set it, and then wakes the owner.</summary>
    public bool IsReceiving
    {
        get => _isReceiving;
        set => _isReceiving = value;
    }

    /// <summary>The number of turns so far, which does not change while there is nothing to do.</summary>
    public long Iterations => Volatile.Read(ref _iterations);

    /// <summary>
    /// Makes one turn, and then sleeps unless there is work; <paramref name="hasOtherWork"/> tells of work that the loop does not know. False
    /// when user code took too long, and another thread has the socket now.
    /// </summary>
    public bool Turn(InlineExecutor turn, Func<bool> hasOtherWork)
    {
        Volatile.Write(ref _iterations, _iterations + 1);
        bool mayHaveMore = Receive(Batch);
        if (!turn.Run())
        {
            return false;
        }

        SendAll();
        if (!mayHaveMore && !HasWork(hasOtherWork))
        {
            Sleep(hasOtherWork);
        }

        _peers?.HandleEvents();
        Connections?.HandleEvents();
        Connections?.Retry();
        return true;
    }

    /// <summary>Starts connecting.</summary>
    public void Connect(string address)
    {
        if (Connections is not null)
        {
            Connections.Connect(address);
        }
        else if (!_connected.ContainsKey(address))
        {
            _socket.Connect(address);

            // The monitor's events have this name, which differs from the address for IPv6.
            _connected.Add(address, _socket.Options.LastEndpoint!);
        }
    }

    /// <summary>Ends a connection that <see cref="Connect"/> began; does nothing for another address.</summary>
    public void Disconnect(string address)
    {
        if (Connections is not null)
        {
            Connections.Disconnect(address);
        }
        else if (_connected.Remove(address, out string? eventAddress))
        {
            _socket.Disconnect(address);
            _peers?.Forget(eventAddress);
        }
    }

    /// <summary>Stops listening, by the name under which NetMQ remembers the listener.</summary>
    public void Unbind(string key)
    {
        _socket.Unbind(key);
        _peers?.Forget(key);
    }

    /// <summary>Sends the messages that can leave now.</summary>
    public void SendAll()
    {
        if (_outlet.WaitsForSocket || (_outlet.WaitsForTime && Environment.TickCount64 - _lastRetry >= RetryInterval))
        {
            _outlet.Flush();
            _lastRetry = Environment.TickCount64;
        }

        foreach (OutgoingMessage message in _inbox.TakeAll())
        {
            _outlet.Send(message);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Connections?.Dispose();
        _peers?.Dispose();
        _socket.Dispose();
    }

    private static NetMQSocket Open(TransportOptions options)
    {
        NetMQSocket socket = options.Role switch
        {
            SocketRole.Dealer => new DealerSocket(),
            SocketRole.Router => new RouterSocket(),
            SocketRole.Push => new PushSocket(),
            SocketRole.Pull => new PullSocket(),
            SocketRole.Publish => new XPublisherSocket(),
            _ => new SubscriberSocket(),
        };
        socket.Options.Linger = options.Linger;
        socket.Options.SendHighWatermark = options.HighWaterMark;
        socket.Options.ReceiveHighWatermark = options.HighWaterMark;

        // Without a limit, a frame's header of 9 bytes makes NetMQ allocate as many bytes as it announces.
        socket.Options.MaxMsgSize = options.MaxMessageSize;
        if (options.Role == SocketRole.Router)
        {
            // Otherwise NetMQ silently drops messages to a peer that does not read.
            socket.Options.RouterMandatory = true;
        }

        // Otherwise messages wait for endpoints without a listener while other peers are idle.
        socket.Options.DelayAttachOnConnect = options.Role is SocketRole.Push or SocketRole.Publish;
        (socket as SubscriberSocket)?.SubscribeToAnyTopic();
        socket.Options.ReconnectInterval = TimeSpan.FromMilliseconds(DealerConnections.MinDelay);
        socket.Options.ReconnectIntervalMax = TimeSpan.FromMilliseconds(DealerConnections.MaxDelay);
        return socket;
    }

    private NetMQSelector.Item[] Items(PollEvents events)
    {
        List<NetMQSelector.Item> items = [new(_wakeUp.Socket, PollEvents.PollIn), new(_socket, events)];
        if ((Connections?.Events ?? _peers?.Events) is { } monitored)
        {
            items.Add(new NetMQSelector.Item(monitored, PollEvents.PollIn));
        }

        return [.. items];
    }

    /// <summary>Delivers received messages, up to a number of them; true when there may be more.</summary>
    private bool Receive(int most)
    {
        for (int count = 0; count < most; count++)
        {
            if (!ReceiveOne())
            {
                return false;
            }
        }

        return true;
    }

    private bool ReceiveOne()
    {
        if (_role is SocketRole.Push or SocketRole.Publish)
        {
            return _subscriptions?.TryRead() ?? false;
        }

        if (!_isReceiving || !_reader.TryRead(out IncomingMessage message, out string? fault))
        {
            return false;
        }

        if (fault is null)
        {
            _sink.OnMessage(message);
        }
        else
        {
            _sink.OnMalformed(message.Route, fault);
        }

        return true;
    }

    // Messages that came before the connection broke are delivered first; then its pipe is taken away.
    private void OnLost(Action takeOff)
    {
        while (Receive(Batch))
        {
        }

        takeOff();
        _sink.OnPeerGone(PeerRoute.None);
    }

    private bool HasWork(Func<bool> hasOtherWork) => !_inbox.IsEmpty || hasOtherWork();

    private void Sleep(Func<bool> hasOtherWork)
    {
        _wakeUp.FallAsleep();
        NetMQSelector.Item[] items = Awaited();
        bool hasWork = HasWork(hasOtherWork);
        bool timedOut = !_selector.Select(items, items.Length, hasWork ? 0 : Timeout());
        _wakeUp.Awake();
        if (timedOut && !hasWork)
        {
            _deferred.StopLooking();
        }

        if (items[0].ResultEvent.HasFlag(PollEvents.PollIn))
        {
            _wakeUp.Drain();
        }
    }

    private NetMQSelector.Item[] Awaited() => _outlet.WaitsForSocket ? _waitForBoth : _isReceiving ? _waitForInput : _waitForOthers;

    private int Timeout()
    {
        int timeout = _outlet.WaitsForTime ? RetryInterval : Connections?.TimeToRetry() ?? -1;
        return _deferred.IsLooking && timeout is < 0 or > DeferredWakeUp.LookInterval ? DeferredWakeUp.LookInterval : timeout;
    }
}
