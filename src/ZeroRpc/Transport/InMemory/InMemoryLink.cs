namespace ZeroRpc.Transport.InMemory;

/// <summary>
/// Two transports that are linked: a dealer, pusher or publisher, which sends without naming a route, and a router, puller or subscriber.
/// A router and a dealer know each other by the route.
/// </summary>
internal sealed class InMemoryLink(InMemoryTransport sender, InMemoryTransport receiver, PeerRoute route)
{
    private int _underWay;

    /// <summary>The dealer, pusher or publisher.</summary>
    public InMemoryTransport Sender => sender;

    /// <summary>The router, puller or subscriber.</summary>
    public InMemoryTransport Receiver => receiver;

    /// <summary>The other side in a router's or dealer's eyes.</summary>
    public PeerRoute Route => route;

    /// <summary>Whether so many pushed or published messages are under way that the receiver counts as not reading.</summary>
    public bool IsFull => Volatile.Read(ref _underWay) >= sender.HighWaterMark;

    /// <summary>Whether a transport is one of the two.</summary>
    public bool Has(InMemoryTransport transport) => sender == transport || receiver == transport;

    /// <summary>Hands a message of the one to the other.</summary>
    public void Carry(InMemoryTransport from, in OutgoingMessage message)
    {
        Interlocked.Increment(ref _underWay);
        if (from == sender)
        {
            receiver.Delivery.Post(this, from, RouteOf(receiver), message);
        }
        else
        {
            sender.Delivery.Post(this, from, RouteOf(sender), message);
        }
    }

    // Pullers and subscribers have no need of routes.
    private PeerRoute RouteOf(InMemoryTransport to) => to.Role.HasDelimiter() ? route : PeerRoute.None;

    /// <summary>A message is under way no longer: it is about to be delivered, unless its receiver has ended.</summary>
    public void Arrive(InMemoryTransport from, in OutgoingMessage message, bool isTaken)
    {
        Interlocked.Decrement(ref _underWay);
        from.OnArrived(message, isTaken);
    }
}
