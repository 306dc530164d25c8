using System.Collections.Concurrent;

namespace ZeroRpc.Transport;

/// <summary>
/// What was sent to one in-memory transport, delivered on pool threads one after the other, in order. Whoever posts never runs the receiver.
/// </summary>
internal sealed class InMemoryDelivery(SinkGuard sink, int maxMessageSize) : IThreadPoolWorkItem
{
    // After so many the pool thread is given back, so that one busy receiver does not hold it.
    private const int Batch = 1000;

    private readonly ConcurrentQueue<Item> _items = new();
    private int _scheduled;
    private volatile bool _stopped;

    /// <summary>Posts a message from <paramref name="sender"/>, which the receiver knows as <paramref name="route"/>.</summary>
    public void Post(InMemoryTransport sender, PeerRoute route, in OutgoingMessage message) => Post(new Item(sender, route, message));

    /// <summary>Posts the news that a peer is there.</summary>
    public void PostCame(PeerRoute route) => Post(new Item(null, route, default, HasCome: true));

    /// <summary>Posts the news that a peer is gone, to be told after all that was posted before.</summary>
    public void PostGone(PeerRoute route) => Post(new Item(null, route, default));

    /// <summary>Delivers nothing more, but for what is being delivered at this moment.</summary>
    public void Stop() => _stopped = true;

    /// <inheritdoc/>
    public void Execute()
    {
        do
        {
            for (int count = 0; _items.TryDequeue(out Item item); count++)
            {
                Deliver(item);
                if (count >= Batch)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                    return;
                }
            }

            Interlocked.Exchange(ref _scheduled, 0);
        }
        while (!_items.IsEmpty && Interlocked.CompareExchange(ref _scheduled, 1, 0) == 0);
    }

    private void Post(in Item item)
    {
        _items.Enqueue(item);
        if (Interlocked.CompareExchange(ref _scheduled, 1, 0) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private void Deliver(in Item item)
    {
        // A receiver that has ended still empties its queue: senders wait for the room.
        item.Sender?.Forget(item.Message);
        if (_stopped || item.Message.Origin is { IsWithdrawn: true })
        {
            return;
        }

        int size = item.Message.Body.Length;
        if (item.Sender is null)
        {
            TellOf(item);
            return;
        }

        sink.OnSent(item.Message.Origin, item.Route);
        if (size == 0)
        {
            sink.OnMalformed(item.Route, "a message with an empty event came");
        }
        else if (size > maxMessageSize)
        {
            sink.OnMalformed(item.Route, $"a message of {size} bytes came; at most {maxMessageSize} are taken");
        }
        else
        {
            sink.OnMessage(new IncomingMessage(item.Route, item.Message.Body));
        }
    }

    private void TellOf(in Item peer)
    {
        if (peer.HasCome)
        {
            sink.OnPeerCame(peer.Route);
        }
        else
        {
            sink.OnPeerGone(peer.Route);
        }
    }

    private readonly record struct Item(InMemoryTransport? Sender, PeerRoute Route, OutgoingMessage Message, bool HasCome = false);
}
