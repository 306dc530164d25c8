using ZeroRpc.Events;

namespace ZeroRpc.Channels;

/// <summary>
/// The owner of a channel. Called in order, on the transport's or the clock's thread, so implementations must neither block nor run user code.
/// </summary>
internal interface IChannelListener
{
    /// <summary>An event of the channel was received. Never a heartbeat or a credit.</summary>
    void OnEvent(in IncomingEvent received);

    /// <summary>The channel has ended, and its owner did not end it.</summary>
    /// <param name="end">The reason.</param>
    /// <param name="fault">How the peer broke the protocol. Null unless <paramref name="end"/> is <see cref="ChannelEnd.Violated"/>.</param>
    void OnEnded(ChannelEnd end, EventFault? fault);

    /// <summary>The first event of the channel was sent.</summary>
    void OnSent();

    /// <summary>The connection was lost before the first event of the channel was sent. The event waits for the next connection.</summary>
    void OnDisconnected()
    {
    }
}
