using ZeroRpc.Transport;

namespace ZeroRpc.NetMq;

/// <summary>Sends the messages of a socket, and keeps those that cannot be sent yet, in order. Only for the thread that owns the socket.</summary>
internal abstract class Outlet(NetMqFrameWriter writer, Backlogs backlogs, SinkGuard sink)
{
    /// <summary>Whether a message waits that can leave when the socket becomes writable.</summary>
    public abstract bool WaitsForSocket { get; }

    /// <summary>Whether a message waits that must be tried now and then, since no event tells when it can leave.</summary>
    public abstract bool WaitsForTime { get; }

    /// <summary>Sends a message, or keeps it for later.</summary>
    public abstract void Send(in OutgoingMessage message);

    /// <summary>Sends the waiting messages that can leave now.</summary>
    public abstract void Flush();

    /// <summary>Creates a queue that subtracts dropped messages from the backlogs.</summary>
    protected MessageQueue NewQueue() => new(message => Drop(message));

    /// <summary>
    /// Writes a message, and tells its origin before any message that is received later is delivered. Drops a message that was withdrawn.
    /// </summary>
    protected WriteResult Write(in OutgoingMessage message)
    {
        if (message.Origin is { } origin && !origin.TryClaim())
        {
            Drop(message);
            return WriteResult.Sent;
        }

        WriteResult result = writer.Write(message);
        if (result == WriteResult.Sent)
        {
            Drop(message);
            sink.OnSent(message.Origin, message.Route);
        }

        return result;
    }

    /// <summary>A message waits no longer.</summary>
    protected void Drop(in OutgoingMessage message) => backlogs.Remove(message.Route, message.Body.Length);
}

/// <summary>
/// The outlet of a dealer or a pusher, with one queue. A dealer's messages are held back while no connection is up; a pusher's socket takes
/// none then.
/// </summary>
internal sealed class DealerOutlet : Outlet
{
    private readonly DealerConnections? _connections;
    private readonly MessageQueue _waiting;

    /// <summary>Creates an outlet that sends while <paramref name="connections"/> allow it; always, when they are null.</summary>
    public DealerOutlet(NetMqFrameWriter writer, Backlogs backlogs, SinkGuard sink, DealerConnections? connections)
        : base(writer, backlogs, sink)
    {
        _connections = connections;
        _waiting = NewQueue();
    }

    /// <inheritdoc/>
    public override bool WaitsForSocket => _waiting.Count > 0 && MaySend;

    /// <inheritdoc/>
    public override bool WaitsForTime => false;

    private bool MaySend => _connections?.MaySend ?? true;

    /// <inheritdoc/>
    public override void Send(in OutgoingMessage message)
    {
        if (_waiting.Count > 0 || !MaySend || Write(message) == WriteResult.Full)
        {
            _waiting.Add(message);
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        while (MaySend && _waiting.TryPeek(out OutgoingMessage message) && Write(message) != WriteResult.Full)
        {
            _waiting.Remove();
        }
    }
}

/// <summary>
/// The outlet of a router. The messages of a peer that does not read are parked, while those to others go on. NetMQ does not tell when such a
/// peer reads again.
/// </summary>
internal sealed class RouterOutlet : Outlet
{
    private readonly Dictionary<PeerRoute, MessageQueue> _parked = [];
    private readonly SinkGuard _sink;
    private PeerRoute? _lastGone;

    /// <summary>Creates an outlet without parked messages.</summary>
    public RouterOutlet(NetMqFrameWriter writer, Backlogs backlogs, SinkGuard sink)
        : base(writer, backlogs, sink) => _sink = sink;

    /// <inheritdoc/>
    public override bool WaitsForSocket => false;

    /// <inheritdoc/>
    public override bool WaitsForTime => _parked.Count > 0;

    /// <inheritdoc/>
    public override void Send(in OutgoingMessage message)
    {
        if (_parked.TryGetValue(message.Route, out MessageQueue? queue))
        {
            queue.Add(message);
            return;
        }

        switch (Write(message))
        {
            case WriteResult.Full:
                queue = NewQueue();
                queue.Add(message);
                _parked.Add(message.Route, queue);
                break;
            case WriteResult.Gone:
                Drop(message);
                ReportGone(message.Route);
                break;
            default:
                _lastGone = null;
                break;
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        foreach ((PeerRoute route, MessageQueue queue) in _parked)
        {
            WriteResult result = FlushRoute(queue);
            if (result == WriteResult.Full)
            {
                continue;
            }

            _parked.Remove(route);
            if (result == WriteResult.Gone)
            {
                queue.Clear();
                ReportGone(route);
            }
        }
    }

    private WriteResult FlushRoute(MessageQueue queue)
    {
        while (queue.TryPeek(out OutgoingMessage message))
        {
            WriteResult result = Write(message);
            if (result != WriteResult.Sent)
            {
                return result;
            }

            queue.Remove();
        }

        return WriteResult.Sent;
    }

    // Many messages can be in transit to a peer that disconnects. It is reported once for consecutive messages.
    private void ReportGone(PeerRoute route)
    {
        if (!route.Equals(_lastGone))
        {
            _lastGone = route;
            _sink.OnPeerGone(route);
        }
    }
}
