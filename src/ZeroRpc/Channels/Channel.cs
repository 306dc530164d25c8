using ZeroRpc.Diagnostics;
using ZeroRpc.Events;
using ZeroRpc.Threading;
using ZeroRpc.Transport;

namespace ZeroRpc.Channels;

/// <summary>
/// The channel of one call: its id, its heartbeat and its two windows (docs/protocol.md, sections 3 to 5). The layers above see neither
/// heartbeats nor credits. Thread-safe.
/// </summary>
internal sealed partial class Channel : Deadline, IMessageOrigin
{
    private const int Live = -1;

    private readonly Lock _gate = new();
    private readonly ChannelMultiplexer _multiplexer;
    private MessageId _id;
    private IChannelListener? _listener;
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

    /// <summary>Creates a channel that is not open. Only <see cref="ChannelMultiplexer"/> creates channels.</summary>
    internal Channel(ChannelMultiplexer multiplexer) => _multiplexer = multiplexer;

    /// <summary>The route to the peer. <see cref="PeerRoute.None"/> until the request is sent, or if the transport has a single peer.</summary>
    public PeerRoute Route { get; private set; } = PeerRoute.None;

    /// <summary>Whether the route was chosen among several. The channel then counts as load of that route.</summary>
    public bool HasChosenRoute { get; private set; }

    /// <summary>The id of the event that opened the channel.</summary>
    public ref readonly MessageId Id => ref _id;

    /// <summary>Whether the channel has ended.</summary>
    public bool IsEnded => Volatile.Read(ref _end) != Live;

    /// <summary>Whether no other channel is live. Another message is then unlikely to follow immediately.</summary>
    private bool IsOnly => _multiplexer.LiveChannels <= 1;

    private DeadlineClock Clock => _multiplexer.Options.Clock;

    /// <inheritdoc/>
    bool IMessageOrigin.IsWithdrawn => Volatile.Read(ref _end) is not (Live or (int)ChannelEnd.Done);

    /// <summary>Whether an event that was received by a route can belong to this channel.</summary>
    public bool IsWith(PeerRoute route) => Route == PeerRoute.None || Route.Equals(route);

    /// <summary>Whether the request may have reached the peer. After the channel has ended, the value false is final.</summary>
    public bool MayHaveBeenSent => Volatile.Read(ref _claimed);

    /// <summary>
    /// Sets the listener of an accepted channel. Called once, before anything is sent. The channel may have ended before. A listener that
    /// is attached after the end is not called, so the caller must check <see cref="IsEnded"/> afterwards.
    /// </summary>
    public void Attach(IChannelListener listener)
    {
        // The lock orders this write and TryEnd: either the thread that ends the channel sees the listener, or the caller of this method
        // sees that the channel has ended. Otherwise, a server that starts while a caller leaves would run the handler and never cancel it.
        lock (_gate)
        {
            _listener = listener;
        }
    }

    /// <summary>The listener is about to read the next event. Grants credit to the peer if half of the window is used.</summary>
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

    /// <summary>The listener has read an event.</summary>
    public void AfterRead()
    {
        lock (_gate)
        {
            _receiveWindow.OnRead();
        }
    }

    /// <summary>
    /// Ends the channel without calling the listener. A .NET peer receives a cancel event if the call was abandoned; other peers notice
    /// that the heartbeats stop.
    /// </summary>
    /// <param name="end">The reason.</param>
    /// <param name="onlyIfUnsent">Whether to do nothing if the request may have been sent.</param>
    /// <param name="forReuse">Whether <see cref="TryRelease"/> follows, which cancels the deadline of the heartbeat.</param>
    /// <param name="generation">The <see cref="Generation"/> to end. Null if the channel cannot have been opened again.</param>
    /// <returns>False if the channel had already ended, or nothing was done.</returns>
    public bool Close(ChannelEnd end, bool onlyIfUnsent = false, bool forReuse = false, int? generation = null) =>
        TryEnd(end, onlyIfUnsent, forReuse, generation, out _);

    /// <summary>The connection to the peer was lost. A request that was not sent waits for the next connection.</summary>
    internal void OnPeerGone(int generation)
    {
        if (_sent || Route != PeerRoute.None)
        {
            End(ChannelEnd.PeerGone, generation);
        }
    }

    /// <summary>The last connection of the transport was lost.</summary>
    internal void OnDisconnected(int generation)
    {
        IChannelListener? listener;
        lock (_gate)
        {
            listener = IsEnded || _claimed || generation != Generation ? null : _listener;
        }

        listener?.OnDisconnected();
    }

    /// <summary>Ends the channel and calls its listener.</summary>
    /// <param name="end">The reason.</param>
    /// <param name="generation">The <see cref="Generation"/> to end. Null if the channel cannot have been opened again.</param>
    /// <param name="onlyIfUnsent">Whether to do nothing if the request may have been sent.</param>
    /// <param name="fault">How the peer broke the protocol. Null if it did not.</param>
    internal void End(ChannelEnd end, int? generation = null, bool onlyIfUnsent = false, EventFault? fault = null)
    {
        if (TryEnd(end, onlyIfUnsent, forReuse: false, generation, out IChannelListener? listener))
        {
            Metrics.OnEnded(_multiplexer.OpensChannels, end);
            listener?.OnEnded(end, fault);
        }
    }

    private bool TryEnd(ChannelEnd end, bool onlyIfUnsent, bool forReuse, int? generation, out IChannelListener? listener)
    {
        TaskCompletionSource? waiter;
        bool cancels;
        lock (_gate)
        {
            listener = _listener;
            if (IsEnded || (onlyIfUnsent && _claimed) || (generation ?? Generation) != Generation)
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

            cancels = _sent && IsAbandoned((int)end);
            waiter = _slotWaiter;
            _slotWaiter = null;
        }

        waiter?.TrySetResult();
        _endWaiter?.TrySetResult();
        _multiplexer.Remove(this);
        if (cancels)
        {
            CancelAtPeer();
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

        bool wasAbandoned;
        lock (_gate)
        {
            _claimed = _sent = true;
            Route = route;
            wasAbandoned = IsAbandoned(_end);
            if (!_multiplexer.Options.IsHeartbeatPassive)
            {
                StartHeartbeat();
            }
        }

        if (wasAbandoned)
        {
            CancelAtPeer(); // The call was abandoned while its request was being sent.
        }

        _listener?.OnSent();
    }
}
