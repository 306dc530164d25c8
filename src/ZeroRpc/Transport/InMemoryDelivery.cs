namespace ZeroRpc.Transport;

/// <summary>
/// What was sent to one in-memory transport, delivered in order on a thread of its own: on pool threads, user code that holds them all would
/// stop heartbeats. Whoever posts never runs the receiver.
/// </summary>
internal sealed class InMemoryDelivery
{
    private readonly SinkGuard _sink;
    private readonly int _maxMessageSize;
    private readonly object _gate = new();
    private List<Item> _posted = [];
    private List<Item> _taken = [];
    private volatile bool _stopped;

    /// <summary>Starts to deliver to <paramref name="sink"/>.</summary>
    public InMemoryDelivery(SinkGuard sink, int maxMessageSize)
    {
        _sink = sink;
        _maxMessageSize = maxMessageSize;
        new Thread(Run) { IsBackground = true, Name = "ZeroRpc in-memory" }.UnsafeStart();
    }

    /// <summary>Posts a message from <paramref name="sender"/>, which the receiver knows as <paramref name="route"/>.</summary>
    public void Post(InMemoryTransport sender, PeerRoute route, in OutgoingMessage message) => Post(new Item(sender, route, message));

    /// <summary>Posts the news that a peer is gone, to be told after all that was posted before.</summary>
    public void PostGone(PeerRoute route) => Post(new Item(null, route, default));

    /// <summary>Delivers nothing more, but for what is being delivered at this moment.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Post(in Item item)
    {
        lock (_gate)
        {
            if (!_stopped)
            {
                _posted.Add(item);
                Monitor.Pulse(_gate);
                return;
            }
        }

        item.Sender?.Forget(item.Message);
    }

    private void Run()
    {
        while (TakeAll())
        {
            foreach (Item item in _taken)
            {
                Deliver(item);
            }
        }
    }

    /// <summary>Waits for what is posted, and takes it; false when there is and will be nothing.</summary>
    private bool TakeAll()
    {
        _taken.Clear();
        lock (_gate)
        {
            while (_posted.Count == 0 && !_stopped)
            {
                Monitor.Wait(_gate);
            }

            (_posted, _taken) = (_taken, _posted);
        }

        return _taken.Count > 0;
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
            _sink.OnPeerGone(item.Route);
            return;
        }

        _sink.OnSent(item.Message.Origin);
        if (size == 0)
        {
            _sink.OnMalformed(item.Route, "a message with an empty event came");
        }
        else if (size > _maxMessageSize)
        {
            _sink.OnMalformed(item.Route, $"a message of {size} bytes came; at most {_maxMessageSize} are taken");
        }
        else
        {
            _sink.OnMessage(new IncomingMessage(item.Route, item.Message.Body));
        }
    }

    private readonly record struct Item(InMemoryTransport? Sender, PeerRoute Route, OutgoingMessage Message);
}
