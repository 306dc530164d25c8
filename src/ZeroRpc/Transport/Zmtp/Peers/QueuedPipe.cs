using System.Runtime.InteropServices;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// The messages to one peer. A message goes directly to the connection if it has room; otherwise it is queued and can be withdrawn. The
/// pipe of an outgoing connection survives reconnects; the pipe of an incoming connection ends with it. Thread-safe.
/// </summary>
internal class QueuedPipe : Pipe
{
    // Devices can create identities without limit. Beyond this number, the loss of the peer is not reported for the peers behind it; their
    // heartbeats detect it.
    private const int MaxRemembered = 1000;

    private readonly Lock _gate = new();
    private readonly SinkGuard _sink;
    private readonly MessageQueue _waiting;
    private readonly Backlog _backlog;
    private readonly HashSet<PeerRoute> _behind = [];
    private Outbox? _outbox;
    private bool _isTelling; // A message that OnSent sends, such as a cancellation, must follow the message that is being sent.
    private bool _isClosed;

    /// <summary>Creates a pipe that is not connected. <paramref name="backlog"/> limits the waiting messages.</summary>
    public QueuedPipe(byte[] identity, SinkGuard sink, Backlog? backlog = null)
    {
        _sink = sink;
        _backlog = backlog ?? new Backlog();
        _waiting = new MessageQueue(message => _backlog.Remove(message.Body.Length));
        Route = new PipeRoute(this, identity);
    }

    /// <inheritdoc/>
    public override PipeRoute Route { get; }

    /// <inheritdoc/>
    public override bool HasWaiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count > 0;
            }
        }
    }

    /// <summary>Whether another message can wait.</summary>
    public bool HasRoom => !_backlog.IsFull;

    /// <summary>Completes when another message can wait, or the pipe is closed.</summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _backlog.WaitForRoomAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override void ReleaseWaiters()
    {
        lock (_gate)
        {
            _backlog.Close();
        }
    }

    /// <summary>Sends or queues a message. Returns false if the pipe is closed. The message then counts as sent, and is lost.</summary>
    public bool Send(in OutgoingMessage message, PipeRoute route)
    {
        Outbox? outbox;
        Duty duty;
        bool hasMore;
        lock (_gate)
        {
            if (_isClosed)
            {
                _sink.OnSent(message.Origin, route);
                return false;
            }

            outbox = _outbox;
            if (outbox is null || _isTelling || _waiting.Count > 0 || !outbox.HasRoom())
            {
                _waiting.Add(message.Kept());
                _backlog.Add(message.Body.Length);
                return true;
            }

            duty = Hand(outbox, message, route);
            hasMore = _waiting.Count > 0;
        }

        outbox.Do(duty);
        if (hasMore)
        {
            Refill(outbox);
        }

        return true;
    }

    /// <summary>Sends the messages that were left to the thread pool.</summary>
    public void Flush()
    {
        Outbox? outbox;
        lock (_gate)
        {
            outbox = _outbox;
        }

        outbox?.Flush();
    }

    /// <inheritdoc/>
    public override void Attach(Outbox outbox)
    {
        outbox.Source = this;
        _sink.OnPeerCame(Route);
        lock (_gate)
        {
            _outbox = outbox;
        }

        Refill(outbox);
    }

    /// <inheritdoc/>
    public override void Refill(Outbox outbox)
    {
        var duty = Duty.None;
        lock (_gate)
        {
            while (_outbox == outbox && outbox.HasRoom() && _waiting.TryPeek(out OutgoingMessage message))
            {
                _waiting.Remove();
                _backlog.Remove(message.Body.Length);
                duty |= Hand(outbox, message, (PipeRoute)message.Route);
            }
        }

        outbox.Do(duty);
    }

    /// <summary>The peer is dead, and its connection will be closed: further messages wait for the next connection.</summary>
    public void Suspend()
    {
        lock (_gate)
        {
            _outbox = null;
        }
    }

    /// <inheritdoc/>
    public override void Detach()
    {
        PeerRoute[] behind;
        lock (_gate)
        {
            _outbox = null;
            behind = [.. _behind];
            _behind.Clear();
        }

        foreach (PeerRoute route in behind)
        {
            _sink.OnPeerGone(route);
        }

        _sink.OnPeerGone(Route);
    }

    /// <inheritdoc/>
    public override void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            while (_waiting.TryPeek(out OutgoingMessage message))
            {
                _waiting.Remove();
                _sink.OnSent(message.Origin, message.Route);
            }

            _backlog.Close();
        }
    }

    /// <inheritdoc/>
    public override PipeRoute RouteThrough(ReadOnlySpan<ReadOnlyMemory<byte>> devices)
    {
        if (devices.IsEmpty)
        {
            return Route;
        }

        var identity = new byte[devices.Length + 1][];
        identity[0] = Route.Identity[0];
        for (int i = 0; i < devices.Length; i++)
        {
            identity[i + 1] = MemoryMarshal.TryGetArray(devices[i], out ArraySegment<byte> array) && array.Count == array.Array!.Length
                ? array.Array
                : devices[i].ToArray();
        }

        var route = new PipeRoute(this, identity);
        lock (_gate)
        {
            if (_behind.TryGetValue(route, out PeerRoute? known))
            {
                return (PipeRoute)known;
            }

            if (_behind.Count < MaxRemembered)
            {
                _behind.Add(route);
            }
        }

        return route;
    }

    // The origin is notified before a reply can arrive. This happens inside the gate, so that a loss of the connection is not reported in
    // between.
    private Duty Hand(Outbox outbox, in OutgoingMessage message, PipeRoute route)
    {
        if (message.Origin?.TryClaim() == false)
        {
            return Duty.None;
        }

        _isTelling = true;
        _sink.OnSent(message.Origin, route);
        _isTelling = false;
        return outbox.Add(message, route.Devices);
    }
}
