using ZeroRpc.Events;

namespace ZeroRpc.Channels;

/// <summary>
/// The user of a channel. Called in order, on the transport's or the clock's thread: must neither block nor run user code.
/// </summary>
internal interface IChannelListener
{
    /// <summary>An event of the channel was received. Never a heartbeat or a credit.</summary>
    void OnEvent(in IncomingEvent received);

    /// <summary>The channel ended, and not by its user.</summary>
    /// <param name="end">Why.</param>
    /// <param name="fault">What the peer did wrong. Null unless <paramref name="end"/> is <see cref="ChannelEnd.Violated"/>.</param>
    void OnEnded(ChannelEnd end, EventFault? fault);

    /// <summary>The first event of the channel has left for a peer.</summary>
    void OnSent();

    /// <summary>The connection was lost before the first event of the channel left. It waits for the next connection.</summary>
    void OnDisconnected()
    {
    }
}

/// <summary>Accepts the channels that peers open.</summary>
internal interface IChannelAcceptor
{
    /// <summary>
    /// A peer called. The acceptor gives the channel a listener, or refuses the call, as it must where the request has an
    /// <see cref="IncomingEvent.Fault"/>. Called on the transport's thread, as above.
    /// </summary>
    void OnRequest(Channel channel, in IncomingEvent request);

    /// <summary>
    /// The peer already has the largest number of live channels. The acceptor may answer on this one, which is not live, and closes it.
    /// </summary>
    void OnTooManyChannels(Channel channel, in IncomingEvent request);
}
