using ZeroRpc.Events;

namespace ZeroRpc.Channels;

/// <content>What comes in: heartbeats and credits are dealt with here, the rest goes to the channel's user.</content>
internal sealed partial class Channel
{
    private int _heldBack;

    /// <summary>An event came for the channel; or for what it was when it was found, and is no more.</summary>
    internal void OnEvent(in IncomingEvent received)
    {
        if (received.Header.Version is not { } version)
        {
            _multiplexer.LogDropped(received, "its protocol version is no number");
            return;
        }

        IChannelListener? listener;
        string? fault = null;
        bool accepted = false;
        int opening;
        lock (_gate)
        {
            if (IsEnded || !IsWith(received.Route) || !_id.Equals(received.Header.ResponseTo))
            {
                return;
            }

            NoteVersion(version);
            NotePeer(received);
            (listener, opening) = (_listener, Opening);
            switch (received.Kind)
            {
                case EventKind.Heartbeat:
                    fault = OnHeartbeat(received);
                    break;
                case EventKind.More:
                    fault = OnMore(received);
                    break;
                case EventKind.Cancel or EventKind.Method:
                    break;
                default:
                    accepted = _receiveWindow.TryAccept();
                    break;
            }
        }

        switch (received.Kind)
        {
            case EventKind.Heartbeat or EventKind.More when fault is not null:
                _multiplexer.LogDropped(received, fault);
                break;
            case EventKind.Heartbeat or EventKind.More:
                break;
            case EventKind.Cancel:
                OnCancelled(received, opening);
                break;
            case EventKind.Method:
                _multiplexer.LogDropped(received, "no event of that name belongs in a channel");
                break;
            default:
                OnData(received, listener, accepted, opening);
                break;
        }
    }

    /// <summary>
    /// The peer's protocol version shows in the first event received: for one before v3 a heartbeat is a credit as well, both ways.
    /// </summary>
    internal void NoteVersion(int version)
    {
        if (!_versionSeen)
        {
            _versionSeen = true;
            _renamesMore = version < 3;
        }
    }

    /// <summary>The heartbeat's time has come.</summary>
    protected internal override void OnDue(TimeSpan lateness)
    {
        bool lost;
        bool torn = _multiplexer.IsTorn;
        lock (_gate)
        {
            if (IsEnded)
            {
                return;
            }

            long deafUntil = _multiplexer.Transport.HearsOnThreadPool ? Clock.FeelDeafness() : long.MinValue;
            TimeSpan? next = _heartbeat.Look(Clock, lateness, deafUntil);
            lost = next is null;
            _heldBack = torn ? _heldBack + 1 : 0;
            if (next is { } delay && _heldBack <= Heartbeat.PatienceInLooks)
            {
                Clock.Schedule(this, delay);
            }
        }

        if (lost)
        {
            End(ChannelEnd.Lost);
        }
        else if (_heldBack > Heartbeat.PatienceInLooks)
        {
            End(ChannelEnd.Torn); // By now its peer has missed our heartbeats, and has lost us.
        }
        else if (!torn)
        {
            SendControl(EventNames.Heartbeat, 0); // [0], as Python sends it for v2 peers.
        }
    }

    /// <summary>Gives what is wrong with it, if something is. Under the gate.</summary>
    private string? OnHeartbeat(in IncomingEvent received)
    {
        _heartbeat.OnReceived(Clock.Now);
        StartHeartbeat(); // Where ours waited for the peer's.
        return _renamesMore ? OnMore(received) : null;
    }

    /// <summary>Gives what is wrong with it, if something is. Under the gate.</summary>
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

    private void OnData(in IncomingEvent received, IChannelListener? listener, bool accepted, int opening)
    {
        if (accepted)
        {
            listener?.OnEvent(received);
        }
        else
        {
            _multiplexer.LogDropped(received, "the peer sends more than its window allows; the channel ends");
            End(ChannelEnd.Violated, opening);
        }
    }
}
