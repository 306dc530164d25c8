using ZeroRpc.Events;

namespace ZeroRpc.Channels;

/// <content>What comes in: heartbeats and credits are dealt with here, the rest goes to the channel's user.</content>
internal sealed partial class Channel
{
    private const string Overrun = "the peer sends more than its window allows; the channel ends";

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
        string? fault;
        int opening;
        lock (_gate)
        {
            if (IsEnded || !IsWith(received.Route) || !_id.Equals(received.Header.ResponseTo))
            {
                return;
            }

            NoteVersion(version);
            NotePeer(received);
            (listener, opening) = (_listener, Generation);
            fault = Take(received);
        }

        if (fault is not null)
        {
            _multiplexer.LogDropped(received, fault);
            if (ReferenceEquals(fault, Overrun))
            {
                End(ChannelEnd.Violated, opening);
            }
        }
        else if (received.Kind == EventKind.Cancel)
        {
            OnCancelled(received, opening);
        }
        else if (received.Kind is not (EventKind.Heartbeat or EventKind.More))
        {
            listener?.OnEvent(received);
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
        bool unroutable = _multiplexer.IsUnroutable;
        lock (_gate)
        {
            if (IsEnded)
            {
                return;
            }

            long deafUntil = _multiplexer.Transport.HearsOnThreadPool ? Clock.FeelDeafness() : long.MinValue;
            TimeSpan? next = _heartbeat.Look(Clock, lateness, deafUntil);
            lost = next is null;
            _heldBack = unroutable ? _heldBack + 1 : 0;
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
            End(ChannelEnd.Unroutable); // By now its peer has missed our heartbeats, and has lost us.
        }
        else if (!unroutable)
        {
            SendControl(EventNames.Heartbeat, 0); // [0], as Python sends it for v2 peers.
        }
    }

    /// <summary>Takes what an event does to heartbeat and windows; gives why it is dropped, if it is. Under the gate.</summary>
    private string? Take(in IncomingEvent received) => received.Kind switch
    {
        EventKind.Heartbeat => OnHeartbeat(received),
        EventKind.More => OnMore(received),
        EventKind.Cancel => null,
        EventKind.Method => "no event of that name belongs in a channel",
        _ => _receiveWindow.TryAccept(received.Args.Length) ? null : Overrun,
    };

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
