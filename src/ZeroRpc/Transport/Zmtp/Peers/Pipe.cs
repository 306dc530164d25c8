namespace ZeroRpc.Transport.Zmtp;

/// <summary>What goes to one peer of a socket, and what its connection says of it. Thread-safe.</summary>
internal abstract class Pipe
{
    /// <summary>The way to the peer.</summary>
    public abstract PeerRoute Route { get; }

    /// <summary>The owner of the peer's key, of the latest connection; null where it is not secured. Set before anything of the peer comes.</summary>
    public PeerPrincipal? Principal { get; set; }

    /// <summary>Whether a message waits that may still go to the peer.</summary>
    public abstract bool HasWaiting { get; }

    /// <summary>A connection is there: what waits goes to it.</summary>
    public abstract void Attach(Outbox outbox);

    /// <summary>The connection has room: what waits goes to it.</summary>
    public abstract void Refill(Outbox outbox);

    /// <summary>The connection has gone, and with it what it was given. Called when all that came by it has been delivered.</summary>
    public abstract void Detach();

    /// <summary>There will be no other connection. What waits is lost, with those who wait for it to be told so by <see cref="Detach"/>.</summary>
    public virtual void Close()
    {
    }

    /// <summary>Nobody waits for room any more.</summary>
    public virtual void ReleaseWaiters()
    {
    }

    /// <summary>The way to whoever is behind the devices at the peer's side; the peer itself when there are none.</summary>
    public virtual PeerRoute RouteThrough(ReadOnlySpan<ReadOnlyMemory<byte>> devices) => Route;

    /// <summary>The peer subscribes to what begins with a topic, or does so no more. Only a publisher cares.</summary>
    /// <exception cref="PeerFault">It subscribes to too much.</exception>
    public virtual void OnSubscription(bool isOn, ReadOnlySpan<byte> topic)
    {
    }
}
