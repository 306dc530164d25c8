namespace ZeroRpc.Transport.InMemory;

/// <summary>
/// A link between two transports: a dealer, pusher or publisher, which sends without naming a route, and a router, puller or subscriber. A
/// router and a dealer identify each other by the route.
/// </summary>
internal sealed class InMemoryLink(InMemoryTransport sender, InMemoryTransport receiver, PeerRoute route)
{
    private int _underWay;

    /// <summary>The dealer, pusher or publisher.</summary>
    public InMemoryTransport Sender => sender;

    /// <summary>The router, puller or subscriber.</summary>
    public InMemoryTransport Receiver => receiver;

    /// <summary>The route under which a router or dealer knows the other side.</summary>
    public PeerRoute Route => route;

    /// <summary>Whether so many pushed or published messages are in transit that the receiver counts as not reading.</summary>
    public bool IsFull => Volatile.Read(ref _underWay) >= sender.HighWaterMark;

    /// <summary>Returns true if the transport is an end of this link.</summary>
    public bool Has(InMemoryTransport transport) => sender == transport || receiver == transport;

    /// <summary>Passes a message from one end to the other.</summary>
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

    // Pullers and subscribers use no routes.
    private PeerRoute RouteOf(InMemoryTransport to) => to.Role.HasDelimiter() ? route : PeerRoute.None;

    /// <summary>Ends the transit of a message. It is delivered next, unless its receiver has stopped.</summary>
    public void Arrive(InMemoryTransport from, in OutgoingMessage message, bool isTaken)
    {
        Interlocked.Decrement(ref _underWay);
        from.OnArrived(message, isTaken);
    }
}
