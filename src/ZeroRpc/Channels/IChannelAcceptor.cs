using ZeroRpc.Events;

namespace ZeroRpc.Channels;

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
