using System.Collections.Concurrent;

namespace ZeroRpc.Transport.InMemory;

/// <summary>
/// The messages that were sent to one in-memory transport. The loop of the network delivers them in order, one at a time, never within the
/// sender's call.
/// </summary>
internal sealed class InMemoryDelivery(SinkGuard sink, int maxMessageSize, InMemoryLoop loop)
{
    // The number of messages after which other transports have their turn, so that a busy receiver does not hold the loop.
    private const int Batch = 100;

    private readonly ConcurrentQueue<Item> _items = new();
    private int _scheduled;
    private volatile bool _stopped;
    private volatile bool _held;

    /// <summary>Copies a lent body into a pooled array, which is then lent to the receiver.</summary>
    public static OutgoingMessage Borrow(in OutgoingMessage message)
    {
        byte[] bytes = PooledArrays.Rent(message.Body.Length);
        message.Body.CopyTo(bytes);
        return message with { Body = bytes.AsMemory(0, message.Body.Length) };
    }

    /// <summary>
    /// Queues a message from <paramref name="sender"/> over a link. The receiver knows the sender as <paramref name="route"/>.
    /// </summary>
    public void Post(InMemoryLink link, InMemoryTransport sender, PeerRoute route, in OutgoingMessage message) =>
        Post(new Item(link, sender, route, message));

    /// <summary>Queues a notification, to be delivered after all earlier messages.</summary>
    public void Post(Action<ITransportSink> news) => Post(new Item(null, null, PeerRoute.None, default, news));

    /// <summary>Stops the delivery. A message that is being delivered is completed.</summary>
    public void Stop()
    {
        _stopped = true;
        Schedule();
    }

    /// <summary>Notifies the sink immediately of a change of connections, even while delivery is held back.</summary>
    public void TellConnectionChanged() => sink.OnConnectionChanged();

    /// <summary>Holds back the queued messages, or resumes their delivery.</summary>
    public void SetReceiving(bool on)
    {
        _held = !on;
        if (on)
        {
            Schedule();
        }
    }

    /// <summary>Delivers what is queued. Called by the loop.</summary>
    public void Run()
    {
        do
        {
            for (int count = 0; MayDeliver && _items.TryDequeue(out Item item); count++)
            {
                Deliver(item);
                if (count >= Batch)
                {
                    loop.Add(this);
                    return;
                }
            }

            Interlocked.Exchange(ref _scheduled, 0);
        }
        while (MayDeliver && !_items.IsEmpty && Interlocked.CompareExchange(ref _scheduled, 1, 0) == 0);
    }

    // After the receiver has stopped, its queue must still be emptied, because senders wait for room.
    private bool MayDeliver => !_held || _stopped;

    private void Post(in Item item)
    {
        _items.Enqueue(item);
        Schedule();
    }

    private void Schedule()
    {
        if (Interlocked.CompareExchange(ref _scheduled, 1, 0) == 0)
        {
            loop.Add(this);
        }
    }

    private void Deliver(in Item item)
    {
        bool isTaken = !_stopped;
        item.Link?.Arrive(item.Sender!, item.Message, isTaken);
        if (!isTaken || (item.Message.Origin is { } origin && !origin.TryClaim()))
        {
            return;
        }

        if (item.News is { } news)
        {
            news(sink);
            return;
        }

        int size = item.Message.Body.Length;
        sink.OnSent(item.Message.Origin, item.Route);
        if (size == 0)
        {
            sink.OnMalformed(item.Route, "a message with an empty event came");
        }
        else if (size > maxMessageSize)
        {
            sink.OnTooLarge(new IncomingMessage(item.Route, item.Message.Body, item.Message.Memory), size, maxMessageSize);
            GiveBack(item.Message);
        }
        else
        {
            sink.OnMessage(new IncomingMessage(item.Route, item.Message.Body, item.Message.Memory));
            GiveBack(item.Message);
        }
    }

    // The arrays of messages that are not delivered are left to the garbage collector.
    private static void GiveBack(in OutgoingMessage message)
    {
        if (message.Memory == BodyMemory.Lent)
        {
            PooledArrays.GiveBack(message.Body);
        }
    }

    private readonly record struct Item(
        InMemoryLink? Link, InMemoryTransport? Sender, PeerRoute Route, OutgoingMessage Message, Action<ITransportSink>? News = null);
}
