using ZeroRpc.Events;

namespace ZeroRpc.Channels;

/// <content>Received events: the channel processes heartbeats and credits itself, and passes all others to its user.</content>
internal sealed partial class Channel
{
    private int _heldBack;
    private bool _awaitsRequest;

    /// <summary>
    /// An event was received for the channel, or for an earlier opening of it that has ended since the multiplexer found it.
    /// </summary>
    internal void OnEvent(in IncomingEvent received)
    {
        IChannelListener? listener;
        string? dropped = null;
        EventFault? fault;
        int opening;
        lock (_gate)
        {
            if (IsEnded || !IsWith(received.Route) || !_id.Equals(received.Header.ResponseTo))
            {
                return;
            }

            (listener, opening) = (_listener, Generation);
            fault = received.Fault ?? Take(received, out dropped);
        }

        if (fault is not null)
        {
            _multiplexer.LogDropped(received, $"{fault.Reason}; the channel ends");
            End(ChannelEnd.Violated, opening, fault: fault);
        }
        else if (dropped is not null)
        {
            _multiplexer.LogDropped(received, dropped);
        }
        else if (received.Kind == EventKind.Cancel)
        {
            OnCancelled(received, opening);
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
    /// The peer's protocol version shows in the first event received: before v3, a heartbeat is a credit as well, in both directions.
    /// </summary>
    internal void NoteVersion(int version)
    {
        if (!_versionSeen)
        {
            _versionSeen = true;
            _renamesMore = version < 3;
        }
    }

    /// <summary>The heartbeat is due.</summary>
    protected internal override void OnDue(TimeSpan lateness)
    {
        bool lost;
        TimeSpan silence;
        bool unroutable = _multiplexer.IsUnroutable;
        lock (_gate)
        {
            if (IsEnded)
            {
                return;
            }

            long deafUntil = _multiplexer.Transport.HearsOnThreadPool ? Clock.FeelDeafness() : long.MinValue;
            TimeSpan? next = _heartbeat.Look(Clock, DueAt, deafUntil);
            lost = next is null;
            silence = _heartbeat.SilenceAt(Clock.Now, Clock);
            _heldBack = unroutable ? _heldBack + 1 : 0;
            if (next is { } delay && _heldBack <= Heartbeat.PatienceInLooks)
            {
                Clock.Schedule(this, delay);
            }
        }

        if (lost)
        {
            _multiplexer.Transport.Doubt(Route, silence); // Before the caller is told: its next call must not take a dead connection.
            End(ChannelEnd.Lost);
            return;
        }

        if (silence >= _multiplexer.Options.Heartbeat)
        {
            _multiplexer.Transport.Ask(Route, silence);
        }

        if (_heldBack > Heartbeat.PatienceInLooks)
        {
            End(ChannelEnd.Unroutable); // By now the peer has missed our heartbeats, and has lost us.
        }
        else if (!unroutable)
        {
            SendControl(EventNames.Heartbeat, 0); // [0], as Python sends it for v2 peers.
        }
    }

    /// <summary>
    /// Applies an event to the heartbeat and the windows. Returns how the event breaks the protocol, which ends the channel, or null. Under
    /// the gate.
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

    private string? OnHeartbeat(in IncomingEvent received)
    {
        _heartbeat.OnReceived(Clock.Now);
        StartHeartbeat(); // Where ours waited for the peer's.
        return _renamesMore ? OnMore(received) : null;
    }

    private string? OnMore(in IncomingEvent received)
    {
        if (!CreditArgs.TryRead(received.Args, out long count) || count < 0)
        {
            return "it grants no whole number of events from 0 up";
        }

        if (count > 0) // Not a v2 peer's mere heartbeat.
        {
            _sendWindow.Grant(count);
            _slotWaiter?.TrySetResult();
            _slotWaiter = null;
        }

        return null;
    }
}
