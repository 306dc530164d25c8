using ZeroRpc.Events;
using ZeroRpc.Transport;

namespace ZeroRpc.Channels;

/// <content>
/// Reuse: the channel of a call with one request and one reply is opened again for the next call, which then allocates no channel.
/// </content>
internal sealed partial class Channel
{
    private bool _isShared; // Whether the transport has, or had, messages that refer to this channel.

    /// <summary>
    /// The number of times that the channel was opened. Code that looked the channel up for one call passes the generation, so that it does
    /// not affect the next call on the same channel.
    /// </summary>
    public int Generation { get; private set; }

    /// <summary>
    /// Whether the channel can be opened again: it ended regularly, and neither the clock nor the transport nor a waiting task refers to it.
    /// </summary>
    private bool IsReusable =>
        _end == (int)ChannelEnd.Done && !WasDue && !_isShared && _slotWaiter is null && _endWaiter is null && (_sent || !_multiplexer.OpensChannels);

    /// <summary>Opens the channel, for the first time or again.</summary>
    internal void Open(PeerRoute route, in MessageId id, int? window)
    {
        lock (_gate)
        {
            Generation++;
            Route = route;
            HasChosenRoute = _multiplexer.OpensChannels && route != PeerRoute.None;
            _id = id;
            _sendWindow = _multiplexer.OpensChannels ? SendWindow.Used : SendWindow.Initial; // The request of a client uses the only slot.
            _receiveWindow = new ReceiveWindow(window);
            _heartbeat = new Heartbeat(_multiplexer.Options.Heartbeat);
            (_renamesMore, _versionSeen, _peerHasSpoken, _takesCancel, _announces) = (false, false, false, false, false);
            (_claimed, _sent, _hasSent, _awaitsRequest) = (false, false, false, false);
            _heldBack = 0;
            _end = Live;
        }
    }

    /// <summary>
    /// The owner no longer uses the channel. Returns false if another thread may still refer to the channel, and through it to the owner.
    /// </summary>
    public bool TryRelease()
    {
        if (IsReusable)
        {
            _listener = null;
            if (_multiplexer.TryReuse(this))
            {
                return true;
            }
        }

        Clock.Cancel(this);
        return false;
    }
}
