using Microsoft.Extensions.Logging;
using NetMQ.Sockets;
using NetMQ;
using ZeroRpc.Threading;
using ZeroRpc.Transport;

namespace ZeroRpc.NetMq;

/// <summary>
/// What the owner of a socket does for ever: receive a batch, send a batch, sleep until there is more of either. Created and used on the
/// owner's thread only, but for <see cref="Iterations"/> and what the connections tell.
/// </summary>
internal sealed class SocketLoop : IDisposable
{
    // After so many messages of one direction the other has its turn.
    private const int Batch = 1000;

    // How long a peer that did not read is left alone before it is tried again, in milliseconds.
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
    private readonly DeferredWakeUp _bell;
    private readonly Inbox _inbox;
    private readonly SinkGuard _sink;
    private readonly PeerMonitor? _peers;
    private readonly Subscriptions? _subscriptions;
    private readonly Dictionary<string, string> _connected = [];
    private volatile bool _isReceiving = true;
    private long _lastRetry;
    private long _iterations;

    /// <summary>Opens the socket.</summary>
    public SocketLoop(TransportOptions options, WakeUp wakeUp, DeferredWakeUp bell, Inbox inbox, Backlogs backlogs, SinkGuard sink, ILogger logger)
    {
        _role = options.Role;
        _wakeUp = wakeUp;
        _bell = bell;
        _inbox = inbox;
        _sink = sink;
        _socket = Open(options);
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

    /// <summary>The socket, for binding.</summary>
    public NetMQSocket Socket => _socket;

    /// <summary>A dealer's connections; others have none that must be cared for.</summary>
    public DealerConnections? Connections { get; }

    /// <summary>Whether a peer is there; null for a router, which cannot tell.</summary>
    public bool? IsConnected => Connections is not null ? Connections.PeerCount > 0 : _subscriptions?.Any ?? _peers?.Any;

    /// <summary>Whether what comes is delivered; from any thread, which then wakes this one.</summary>
    public bool IsReceiving
    {
        get => _isReceiving;
        set => _isReceiving = value;
    }

    /// <summary>How often the loop went round: it stands still when there is nothing to do.</summary>
    public long Iterations => Volatile.Read(ref _iterations);

    /// <summary>
    /// Goes round once, and then sleeps unless there is work, of which <paramref name="hasOtherWork"/> tells what is not known here. False when
    /// user code has lost us the socket.
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

            // The monitor names the connection so; it differs from the address for IPv6.
            _connected.Add(address, _socket.Options.LastEndpoint!);
        }
    }

    /// <summary>Ends a connection; one that was not asked for is none of ours.</summary>
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

    /// <summary>Sends what was given to be sent, as far as it can leave now.</summary>
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

        // Without a limit a frame's header of 9 bytes makes NetMQ allocate whatever it announces.
        socket.Options.MaxMsgSize = options.MaxMessageSize;
        if (options.Role == SocketRole.Router)
        {
            // Otherwise what is sent to a peer that does not read is dropped without a word.
            socket.Options.RouterMandatory = true;
        }

        // Otherwise what is pushed or published waits for endpoints where nobody is, while other peers are idle.
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

    /// <summary>Delivers what came, up to a number of messages; true when there may be more.</summary>
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

    // What came before the connection broke is delivered first; only then is its queue taken away.
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
            _bell.StopLooking();
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
        return _bell.IsLooking && timeout is < 0 or > DeferredWakeUp.LookInterval ? DeferredWakeUp.LookInterval : timeout;
    }
}
