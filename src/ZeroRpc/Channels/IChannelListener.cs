using ZeroRpc.Events;

namespace ZeroRpc.Channels;

/// <summary>
/// Who uses a channel. Called in order, on the transport's or the clock's thread: must neither block nor run user code.
/// </summary>
internal interface IChannelListener
{
    /// <summary>An event of the channel came; never a heartbeat or a credit.</summary>
    void OnEvent(in IncomingEvent received);

    /// <summary>The channel ended, and not by its user.</summary>
    void OnEnded(ChannelEnd end);

    /// <summary>The channel's first event has left for a peer.</summary>
    void OnSent();
}

/// <summary>Who takes new channels that peers open.</summary>
internal interface IChannelAcceptor
{
    /// <summary>A peer opened a channel. The acceptor gives it a listener, or refuses it. Called on the transport's thread, as above.</summary>
    void OnRequest(Channel channel, in IncomingEvent request);

    /// <summary>
    /// The peer has as many live channels as it may: the acceptor may answer on this one, which is not live, and close it.
    /// </summary>
    void OnTooManyChannels(Channel channel, in IncomingEvent request);
}
