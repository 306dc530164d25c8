using ZeroRpc.Events;

namespace ZeroRpc.Channels;

/// <content>Received events: the channel processes heartbeats and credits itself, and passes all others to its listener.</content>
internal sealed partial class Channel
{
    private bool _awaitsRequest;

    /// <summary>
    /// An event was received for the channel, or for an earlier generation of it that has ended since the multiplexer looked it up.
    /// </summary>
    internal void OnEvent(in IncomingEvent received)
    {
        IChannelListener? listener;
        string? dropped = null;
        EventFault? fault;
        int generation;
        lock (_gate)
        {
            if (IsEnded || !IsWith(received.Route) || !_id.Equals(received.Header.ResponseTo))
            {
                return;
            }

            (listener, generation) = (_listener, Generation);
            fault = received.Fault ?? Take(received, out dropped);
        }

        if (fault is not null)
        {
            _multiplexer.LogViolated(received, fault.Reason);
            End(ChannelEnd.Violated, generation, fault: fault);
        }
        else if (dropped is not null)
        {
            _multiplexer.LogDropped(received, dropped);
        }
        else if (received.Kind == EventKind.Cancel)
        {
            OnCancelled(received, generation);
        }
        else if (listener is null && TryTakeRequest(received))
        {
            _multiplexer.Accept(this, received);
        }
        else if (received.Kind is not (EventKind.Heartbeat or EventKind.More))
        {
            listener?.OnEvent(received);
        }
    }

    /// <summary>
    /// The peer opened the channel with a heartbeat or credits, as a Python client does whose <c>get_task_context</c> takes longer than one
    /// interval. The request follows on the channel (docs/protocol.md, section 3).
    /// </summary>
    internal void AwaitRequest(in IncomingEvent first)
    {
        string? dropped;
        lock (_gate)
        {
            _awaitsRequest = true;
            Take(first, out dropped);
        }

        if (dropped is not null)
        {
            _multiplexer.LogDropped(first, dropped);
        }
    }

    /// <summary>
    /// Stores the protocol version of the peer, from the first event received. Before v3, a heartbeat is also a grant of credit, in both
    /// directions.
    /// </summary>
    internal void NoteVersion(int version)
    {
        if (!_versionSeen)
        {
            _versionSeen = true;
            _renamesMore = version < 3;
        }
    }

    /// <summary>
    /// Applies an event to the heartbeat and the windows. Returns how the event breaks the protocol, which ends the channel, or null. The
    /// caller holds the lock.
    /// </summary>
    /// <param name="received">The event.</param>
    /// <param name="dropped">Why the event is dropped while the channel continues; null if it is not.</param>
    private EventFault? Take(in IncomingEvent received, out string? dropped)
    {
        dropped = null;
        NoteVersion(received.Header.Version!.Value);
        NotePeer(received);
        switch (received.Kind)
        {
            case EventKind.Heartbeat:
                dropped = OnHeartbeat(received);
                return null;
            case EventKind.More:
                dropped = OnMore(received);
                return null;
            case EventKind.Cancel:
                return null;
            case EventKind.Method when _multiplexer.OpensChannels:
                return new EventFault($"it sent the event '{received.NameForLog}', which is no reply");
            case EventKind.Method when !_awaitsRequest:
                dropped = "no event of that name belongs in a channel";
                return null;
            default:
                return _awaitsRequest || _receiveWindow.TryAccept(received.Args.Length)
                    ? null
                    : new EventFault($"it sent more than the window of {_receiveWindow.Size} allows");
        }
    }

    private bool TryTakeRequest(in IncomingEvent received)
    {
        lock (_gate)
        {
            bool opens = _awaitsRequest && received.Kind is not (EventKind.Heartbeat or EventKind.More);
            _awaitsRequest &= !opens;
            return opens;
        }
    }

    private string? OnMore(in IncomingEvent received)
    {
        if (!CreditArgs.TryRead(received.Args, out long count) || count < 0)
        {
            return "it grants no whole number of events from 0 up";
        }

        if (count > 0) // A heartbeat of a v2 peer grants 0.
        {
            _sendWindow.Grant(count);
            _slotWaiter?.TrySetResult();
            _slotWaiter = null;
        }

        return null;
    }
}
