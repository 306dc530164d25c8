namespace ZeroRpc.Transport.Zmtp;

/// <summary>Whether the peer of a connection still lives. Thread-safe.</summary>
internal interface ILivePeer
{
    /// <summary>Asks the peer for a sign of life, if it has given none for some time and can be asked.</summary>
    void Ask(TimeSpan silence);

    /// <summary>Whether nothing at all was received for some time, and the question of <see cref="Ask"/> was not answered.</summary>
    bool IsDead(TimeSpan silence);

    /// <summary>Closes the connection soon.</summary>
    void CutOff(string reason);
}

/// <summary>The messages to one peer of a socket, and the notifications of its connection. Thread-safe.</summary>
internal abstract class Pipe
{
    /// <summary>The route to the peer.</summary>
    public abstract PeerRoute Route { get; }

    /// <summary>
    /// The owner of the peer's key, from the latest connection. Null if it is not secured. Set before any message of the peer is delivered.
    /// </summary>
    public PeerPrincipal? Principal { get; set; }

    /// <summary>The peer at the latest connection. Null before the first.</summary>
    public ILivePeer? Peer { get; set; }

    /// <summary>The address of the latest connection. Null before the first one. Set before any message of the peer is delivered.</summary>
    public string? Address { get; set; }

    /// <summary>Whether a message waits that can still go to the peer.</summary>
    public abstract bool HasWaiting { get; }

    /// <summary>A connection was established. Sends the waiting messages to it.</summary>
    public abstract void Attach(Outbox outbox);

    /// <summary>The connection has room. Sends the waiting messages to it.</summary>
    public abstract void Refill(Outbox outbox);

    /// <summary>The connection was lost, with the messages in it. Called after all messages that it received have been delivered.</summary>
    public abstract void Detach();

    /// <summary>There will be no further connection. The waiting messages are lost; <see cref="Detach"/> notifies their senders.</summary>
    public virtual void Close()
    {
    }

    /// <summary>Releases the producers that wait for room.</summary>
    public virtual void ReleaseWaiters()
    {
    }

    /// <summary>Returns the route to the peer behind the devices on the other side. Without devices, this is the peer itself.</summary>
    public virtual PeerRoute RouteThrough(ReadOnlySpan<ReadOnlyMemory<byte>> devices) => Route;

    /// <summary>The peer subscribes to messages that start with a topic, or unsubscribes. Only publishers use it.</summary>
    /// <exception cref="PeerFault">The peer subscribes to too many topics.</exception>
    public virtual void OnSubscription(bool isOn, ReadOnlySpan<byte> topic)
    {
    }
}
