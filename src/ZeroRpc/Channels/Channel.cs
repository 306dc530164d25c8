using ZeroRpc.Diagnostics;
using ZeroRpc.Events;
using ZeroRpc.Threading;
using ZeroRpc.Transport;

namespace ZeroRpc.Channels;

/// <summary>
/// One call's channel: its id, its heartbeat and its two windows (docs/protocol.md, sections 3 to 5). Heartbeats and credits never rise above
/// it. Thread-safe.
/// </summary>
internal sealed partial class Channel : Deadline, IMessageOrigin
{
    private const int Live = -1;

    private readonly Lock _gate = new();
    private readonly ChannelMultiplexer _multiplexer;
    private MessageId _id;
    private IChannelListener? _listener;
    private Heartbeat _heartbeat;
    private SendWindow _sendWindow = SendWindow.Initial;
    private ReceiveWindow _receiveWindow;
    private TaskCompletionSource? _slotWaiter;
    private TaskCompletionSource? _endWaiter;
    private bool _renamesMore;
    private bool _versionSeen;
    private bool _claimed;
    private bool _sent;
    private bool _hasSent;
    private int _end = (int)ChannelEnd.Done;

    /// <summary>Makes a channel that is not open; <see cref="ChannelMultiplexer"/> does.</summary>
    internal Channel(ChannelMultiplexer multiplexer) => _multiplexer = multiplexer;

    /// <summary>The way to the peer; none where there is no choice, or until the request has left.</summary>
    public PeerRoute Route { get; private set; } = PeerRoute.None;

    /// <summary>Whether we chose the route among several, so that it counts for the next choice.</summary>
    public bool HasChosenRoute { get; private set; }

    /// <summary>The id of the event that opened the channel.</summary>
    public ref readonly MessageId Id => ref _id;

    /// <summary>Whether the channel has ended.</summary>
    public bool IsEnded => Volatile.Read(ref _end) != Live;

    /// <summary>Whether no other channel is live, so that nobody else is likely to send just now.</summary>
    private bool IsOnly => _multiplexer.LiveChannels <= 1;

    private DeadlineClock Clock => _multiplexer.Options.Clock;

    /// <inheritdoc/>
    bool IMessageOrigin.IsWithdrawn => Volatile.Read(ref _end) is not (Live or (int)ChannelEnd.Done);

    /// <summary>Whether what comes by a route may belong to this channel.</summary>
    public bool IsWith(PeerRoute route) => Route == PeerRoute.None || Route.Equals(route);

    /// <summary>Whether a channel that we opened may have reached its peer. Once the channel has ended, false is for certain and for good.</summary>
    public bool MayHaveBeenSent => Volatile.Read(ref _claimed);

    /// <summary>
    /// Gives an accepted channel its user. Called once, before anything is sent. The channel may have ended before: the caller looks at
    /// <see cref="IsEnded"/> after this, since a listener that is attached after the end is not called.
    /// </summary>
    public void Attach(IChannelListener listener)
    {
        // Under the gate: either the thread that ends the channel finds the listener, or this thread finds the channel ended. Without it,
        // a server that starts while a caller leaves would run the handler and never cancel it.
        lock (_gate)
        {
            _listener = listener;
        }
    }

    /// <summary>Starts the heartbeat of a channel that a peer opened.</summary>
    /// <param name="passive">Whether to wait for the peer's first.</param>
    public void StartHeartbeat(bool passive)
    {
        lock (_gate)
        {
            if (!passive)
            {
                StartHeartbeat();
            }
        }
    }

    /// <summary>The user is about to read the next event: grants the peer more when half the window is used.</summary>
    public void BeforeRead()
    {
        int grant;
        bool renamed;
        lock (_gate)
        {
            grant = !IsEnded ? _receiveWindow.GrantBeforeRead(mayGrow: IsWithOurs) : 0;
            renamed = _renamesMore;
        }

        if (grant > 0 && _multiplexer.IsUnroutable)
        {
            End(ChannelEnd.Unroutable);
        }
        else if (grant > 0)
        {
            SendControl(renamed ? EventNames.Heartbeat : EventNames.More, grant);
        }
    }

    /// <summary>The user took an event.</summary>
    public void AfterRead()
    {
        lock (_gate)
        {
            _receiveWindow.OnRead();
        }
    }

    /// <summary>
    /// Ends the channel for its user; the listener is not called. A peer of ours is told when we leave, others learn of it by missing
    /// heartbeats.
    /// </summary>
    /// <param name="end">Why.</param>
    /// <param name="onlyIfUnsent">Whether to leave a channel alone whose request may be on its way.</param>
    /// <param name="forReuse">Whether <see cref="TryRelease"/> follows, which deals with the heartbeat's deadline.</param>
    /// <param name="opening">The <see cref="Generation"/> that is to end; null where nobody else can have opened the channel again.</param>
    /// <returns>False when it had ended before, or was left alone.</returns>
    public bool Close(ChannelEnd end, bool onlyIfUnsent = false, bool forReuse = false, int? opening = null) =>
        TryEnd(end, onlyIfUnsent, forReuse, opening, out _);

    /// <summary>The connection of the peer was lost. A request that has not left goes by the next connection.</summary>
    internal void OnPeerGone(int opening)
    {
        if (_sent || Route != PeerRoute.None)
        {
            End(ChannelEnd.PeerGone, opening);
        }
    }

    /// <summary>The last connection was lost, and no other took its place.</summary>
    internal void OnDisconnected(int opening)
    {
        IChannelListener? listener;
        lock (_gate)
        {
            listener = IsEnded || _claimed || opening != Generation ? null : _listener;
        }

        listener?.OnDisconnected();
    }

    /// <summary>Ends the channel and tells its user.</summary>
    /// <param name="end">Why.</param>
    /// <param name="opening">The <see cref="Generation"/> that is to end; null where nobody else can have opened the channel again.</param>
    /// <param name="onlyIfUnsent">Whether to leave a channel alone whose request may be on its way.</param>
    /// <param name="fault">What the peer did wrong. Null unless it broke the protocol.</param>
    internal void End(ChannelEnd end, int? opening = null, bool onlyIfUnsent = false, EventFault? fault = null)
    {
        if (TryEnd(end, onlyIfUnsent, forReuse: false, opening, out IChannelListener? listener))
        {
            Metrics.OnEnded(_multiplexer.OpensChannels, end);
            listener?.OnEnded(end, fault);
        }
    }

    private bool TryEnd(ChannelEnd end, bool onlyIfUnsent, bool forReuse, int? opening, out IChannelListener? listener)
    {
        TaskCompletionSource? waiter;
        bool leaves;
        lock (_gate)
        {
            listener = _listener;
            if (IsEnded || (onlyIfUnsent && _claimed) || (opening ?? Generation) != Generation)
            {
                return false;
            }

            Volatile.Write(ref _end, (int)end);
            if (forReuse)
            {
                DeadlineClock.Suspend(this);
            }
            else
            {
                Clock.Cancel(this);
            }

            leaves = _sent && IsLeft((int)end);
            waiter = _slotWaiter;
            _slotWaiter = null;
        }

        waiter?.TrySetResult();
        _endWaiter?.TrySetResult();
        _multiplexer.Remove(this);
        if (leaves)
        {
            TellPeer();
        }

        return true;
    }

    /// <inheritdoc/>
    bool IMessageOrigin.TryClaim()
    {
        if (_sent || !_multiplexer.OpensChannels)
        {
            return Volatile.Read(ref _end) is Live or (int)ChannelEnd.Done;
        }

        lock (_gate)
        {
            bool wanted = _end is Live or (int)ChannelEnd.Done;
            _claimed |= wanted;
            return wanted;
        }
    }

    /// <inheritdoc/>
    void IMessageOrigin.OnSent(PeerRoute route)
    {
        if (_sent || !_multiplexer.OpensChannels)
        {
            return;
        }

        bool wasLeft;
        lock (_gate)
        {
            _claimed = _sent = true;
            Route = route;
            wasLeft = IsLeft(_end);
            if (!_multiplexer.Options.IsHeartbeatPassive)
            {
                StartHeartbeat();
            }
        }

        if (wasLeft)
        {
            TellPeer(); // Left at the very moment at which its request went.
        }

        _listener?.OnSent();
    }

    /// <summary>Starts the heartbeat, unless it has begun. Under the gate.</summary>
    private void StartHeartbeat()
    {
        if (!IsEnded && _heartbeat.Start() is { } first)
        {
            Clock.Schedule(this, first);
        }
    }
}
