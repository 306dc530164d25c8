using ZeroRpc.Events;

namespace ZeroRpc.Channels;

/// <content>Heartbeats: the channel sends them, and ends when those of the peer stop (docs/protocol.md, section 4).</content>
internal sealed partial class Channel
{
    private Heartbeat _heartbeat;
    private int _heldBack; // The number of consecutive heartbeats that were not sent because the channel is unroutable.

    /// <summary>Starts the heartbeat of a channel that a peer opened.</summary>
    /// <param name="passive">Whether to wait for the first heartbeat of the peer.</param>
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
            TimeSpan? next = _heartbeat.Check(Clock, DueAt, deafUntil);
            lost = next is null;
            silence = _heartbeat.SilenceAt(Clock.Now, Clock);
            _heldBack = unroutable ? _heldBack + 1 : 0;
            if (next is { } delay && _heldBack <= Heartbeat.MissedLimit)
            {
                Clock.Schedule(this, delay);
            }
        }

        if (lost)
        {
            // Before the listener is called, so that its next call does not use a dead connection.
            _multiplexer.Transport.Doubt(Route, silence);
            End(ChannelEnd.Lost);
            return;
        }

        if (silence >= _multiplexer.Options.Heartbeat)
        {
            _multiplexer.Transport.Ask(Route, silence);
        }

        if (_heldBack > Heartbeat.MissedLimit)
        {
            End(ChannelEnd.Unroutable); // The peer has missed as many heartbeats and has lost this side.
        }
        else if (!unroutable)
        {
            SendControl(EventNames.Heartbeat, 0); // [0], as Python sends it for v2 peers.
        }
    }

    private string? OnHeartbeat(in IncomingEvent received)
    {
        _heartbeat.OnReceived(Clock.Now);
        StartHeartbeat(); // A passive heartbeat starts with the first heartbeat of the peer.
        return _renamesMore ? OnMore(received) : null;
    }

    /// <summary>Starts the heartbeat if it has not been started. The caller holds the lock.</summary>
    private void StartHeartbeat()
    {
        if (!IsEnded && _heartbeat.Start() is { } first)
        {
            Clock.Schedule(this, first);
        }
    }
}
