using ZeroRpc.Channels;
using ZeroRpc.Events;

namespace ZeroRpc.Server;

/// <summary>
/// Stores the requests that arrive between binding and starting the server, up to a limit. Their channels send heartbeats meanwhile.
/// Further requests are dropped without a reply, as by a ZeroMQ socket that is not read. A request whose caller has gone makes room for
/// another.
/// </summary>
internal sealed class LateAcceptor(int limit) : IChannelAcceptor
{
    private readonly Lock _gate = new();
    private readonly Queue<(Channel Channel, IncomingEvent Request)> _early = [];
    private volatile IChannelAcceptor? _acceptor;

    /// <summary>Passes the stored requests and all later ones to the acceptor.</summary>
    public void Start(IChannelAcceptor acceptor)
    {
        lock (_gate)
        {
            while (_early.TryDequeue(out (Channel Channel, IncomingEvent Request) early))
            {
                acceptor.OnRequest(early.Channel, early.Request);
            }

            _acceptor = acceptor;
        }
    }

    /// <inheritdoc/>
    public void OnRequest(Channel channel, in IncomingEvent request)
    {
        if (_acceptor is { } started)
        {
            started.OnRequest(channel, request);
            return;
        }

        lock (_gate)
        {
            if (_acceptor is { } startedMeanwhile)
            {
                startedMeanwhile.OnRequest(channel, request);
            }
            else if (_early.Count < limit || DropGone())
            {
                _early.Enqueue((channel, request.Kept()));
            }
            else
            {
                channel.Close(ChannelEnd.Abandoned);
            }
        }
    }

    /// <inheritdoc/>
    public void OnTooManyChannels(Channel channel, in IncomingEvent request)
    {
        if (_acceptor is { } started)
        {
            started.OnTooManyChannels(channel, request);
        }
        else
        {
            channel.Close(ChannelEnd.Abandoned);
        }
    }

    /// <summary>
    /// Drops the oldest requests if their channels have ended. Returns false if there are none. The caller holds the gate.
    /// </summary>
    private bool DropGone()
    {
        bool dropped = false;
        while (_early.TryPeek(out (Channel Channel, IncomingEvent Request) oldest) && oldest.Channel.IsEnded)
        {
            _early.Dequeue();
            dropped = true;
        }

        return dropped;
    }
}
