using ZeroRpc.Transport;

namespace ZeroRpc.NetMq;

/// <summary>Where messages go out of a socket: keeps what cannot leave yet, in order. Only for the thread that owns the socket.</summary>
internal abstract class Outlet(NetMqFrameWriter writer, Backlogs backlogs, SinkGuard sink)
{
    /// <summary>Whether something waits that the socket's next change to writable lets go.</summary>
    public abstract bool WaitsForSocket { get; }

    /// <summary>Whether something waits of which no event tells when it can go, so that it must be tried now and then.</summary>
    public abstract bool WaitsForTime { get; }

    /// <summary>Sends a message, or keeps it for later.</summary>
    public abstract void Send(in OutgoingMessage message);

    /// <summary>Sends of what waits as much as can leave now.</summary>
    public abstract void Flush();

    /// <summary>Makes a queue whose dropped messages are accounted for.</summary>
    protected MessageQueue NewQueue() => new(message => Drop(message));

    /// <summary>Writes a message and says so to its origin before anything received later is delivered; drops it if it is withdrawn.</summary>
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
/// A dealer's or a pusher's: one queue. A dealer's is held back while no connection is up; a pusher's socket takes nothing then by itself.
/// </summary>
internal sealed class DealerOutlet : Outlet
{
    private readonly DealerConnections? _connections;
    private readonly MessageQueue _waiting;

    /// <summary>Makes an outlet that looks at <paramref name="connections"/>, if there are any to look at, before it sends.</summary>
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
/// A router's: a peer that does not read has its messages parked, and the others go on. NetMQ does not say when such a peer reads again.
/// </summary>
internal sealed class RouterOutlet : Outlet
{
    private readonly Dictionary<PeerRoute, MessageQueue> _parked = [];
    private readonly SinkGuard _sink;
    private PeerRoute? _lastGone;

    /// <summary>Makes an outlet with nothing parked.</summary>
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

    // Many messages may be under way to a peer when it goes: once for all of them will do.
    private void ReportGone(PeerRoute route)
    {
        if (!route.Equals(_lastGone))
        {
            _lastGone = route;
            _sink.OnPeerGone(route);
        }
    }
}
