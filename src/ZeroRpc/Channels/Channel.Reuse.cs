using ZeroRpc.Events;
using ZeroRpc.Transport;

namespace ZeroRpc.Channels;

/// <content>
/// A channel whose call went as nearly all do, a request and its reply, is opened again for another one: a call allocates none then.
/// </content>
internal sealed partial class Channel
{
    private bool _isShared; // Messages are, or were, under way that come back to this channel.

    /// <summary>How often the channel was opened: what was found for one call must not touch the next that has it.</summary>
    public int Generation { get; private set; }

    /// <summary>
    /// Whether the channel may be opened again: it ended as it should, and no clock, transport or waiter can still come back to it.
    /// </summary>
    private bool IsReusable =>
        _end == (int)ChannelEnd.Done && !WasDue && !_isShared && _slotWaiter is null && _endWaiter is null && (_sent || !_multiplexer.OpensChannels);

    /// <summary>Begins, for the first time or again, as if it were new.</summary>
    internal void Open(PeerRoute route, in MessageId id, int? window)
    {
        lock (_gate)
        {
            Generation++;
            Route = route;
            HasChosenRoute = _multiplexer.OpensChannels && route != PeerRoute.None;
            _id = id;
            _sendWindow = _multiplexer.OpensChannels ? SendWindow.Used : SendWindow.Initial; // The request takes a client's room.
            _receiveWindow = new ReceiveWindow(window);
            _heartbeat = new Heartbeat(_multiplexer.Options.Heartbeat);
            (_renamesMore, _versionSeen, _peerHasSpoken, _takesCancel, _announces) = (false, false, false, false, false);
            (_claimed, _sent, _hasSent, _awaitsRequest) = (false, false, false, false);
            _heldBack = 0;
            _end = Live;
        }
    }

    /// <summary>
    /// Its user has done with the channel, and holds it no more. False when somebody may come back to it, and so to its user.
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
