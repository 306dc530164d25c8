using ZeroRpc.Events;

namespace ZeroRpc.Channels;

/// <content>What comes in: heartbeats and credits are dealt with here, the rest goes to the channel's user.</content>
internal sealed partial class Channel
{
    private int _heldBack;

    /// <summary>An event of this channel came.</summary>
    internal void OnEvent(in IncomingEvent received)
    {
        if (received.Header.Version is not { } version)
        {
            _multiplexer.LogDropped(received, "its protocol version is no number");
            return;
        }

        NoteVersion(version);
        NotePeer(received);
        switch (received.Kind)
        {
            case EventKind.Heartbeat:
                OnHeartbeat(received);
                break;
            case EventKind.More:
                OnMore(received);
                break;
            case EventKind.Cancel:
                OnCancelled(received);
                break;
            case EventKind.Method:
                _multiplexer.LogDropped(received, "no event of that name belongs in a channel");
                break;
            default:
                OnData(received);
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

    private void OnHeartbeat(in IncomingEvent received)
    {
        lock (_gate)
        {
            _heartbeat.OnReceived(Clock.Now);
            StartHeartbeat(); // Where ours waited for the peer's.
        }

        if (_renamesMore)
        {
            OnMore(received);
        }
    }

    private void OnMore(in IncomingEvent received)
    {
        if (!CreditArgs.TryRead(received.Args, out long count) || count < 0)
        {
            _multiplexer.LogDropped(received, "it grants no whole number of events from 0 up");
            return;
        }

        if (count == 0)
        {
            return; // A v2 peer's mere heartbeat.
        }

        TaskCompletionSource? waiter;
        lock (_gate)
        {
            _sendWindow.Grant(count);
            waiter = _slotWaiter;
            _slotWaiter = null;
        }

        waiter?.TrySetResult();
    }

    private void OnData(in IncomingEvent received)
    {
        bool accepted;
        lock (_gate)
        {
            if (IsEnded)
            {
                return;
            }

            accepted = _receiveWindow.TryAccept();
        }

        if (accepted)
        {
            _listener?.OnEvent(received);
        }
        else
        {
            _multiplexer.LogDropped(received, "the peer sends more than its window allows; the channel ends");
            End(ChannelEnd.Violated);
        }
    }
}
