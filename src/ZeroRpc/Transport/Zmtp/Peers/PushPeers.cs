namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// The peers of a pusher. Each message goes to the next puller whose connection has room. While there is none, it waits in a common queue,
/// in order, and can be withdrawn.
/// </summary>
internal sealed class PushPeers : Peers
{
    private readonly Backlog _backlog = new();
    private readonly MessageQueue _waiting;
    private uint _turn;

    /// <summary>Creates the peers, of which none is connected.</summary>
    public PushPeers(SinkGuard sink)
        : base(sink) => _waiting = new MessageQueue(message => _backlog.Remove(message.Body.Length));

    /// <summary>Whether a message is waiting.</summary>
    public bool HasWaiting
    {
        get
        {
            lock (Gate)
            {
                return _waiting.TryPeek(out _);
            }
        }
    }

    /// <inheritdoc/>
    public override PeerRoute? Send(in OutgoingMessage message)
    {
        lock (Gate)
        {
            _waiting.Add(message.Kept());
            _backlog.Add(message.Body.Length);
        }

        SendWaiting();
        return null;
    }

    /// <summary>Sends waiting messages as long as there is room.</summary>
    public void SendWaiting()
    {
        while (TryTakeNext(out OutgoingMessage message, out Outbox? outbox, out Duty duty))
        {
            // Outside the lock, because the sender holds a lock that OnSent acquires.
            outbox.Do(duty);
            Sink.OnSent(message.Origin, PeerRoute.None);
        }
    }

    /// <inheritdoc/>
    public override bool HasRoom(PeerRoute route) => !_backlog.IsFull;

    /// <inheritdoc/>
    public override ValueTask WaitForRoomAsync(PeerRoute route, CancellationToken cancellationToken)
    {
        lock (Gate)
        {
            return _backlog.WaitForRoomAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override void Close()
    {
        lock (Gate)
        {
            _backlog.Close();
        }
    }

    /// <inheritdoc/>
    protected override Pipe PipeFor(PeerProperties peer) => new DirectPipe(NewIdentity(), Sink, this);

    private bool TryTakeNext(out OutgoingMessage message, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Outbox? outbox, out Duty duty)
    {
        lock (Gate)
        {
            outbox = null;
            duty = Duty.None;
            while (_waiting.TryPeek(out message))
            {
                outbox ??= NextWithRoom();
                if (outbox is null)
                {
                    return false;
                }

                _waiting.Remove();
                _backlog.Remove(message.Body.Length);
                if (message.Origin?.TryClaim() != false)
                {
                    duty = outbox.Add(message, []);
                    return true;
                }
            }

            return false;
        }
    }

    private Outbox? NextWithRoom()
    {
        Pipe[] live = Live;
        for (int left = live.Length; left > 0; left--)
        {
            if (((DirectPipe)live[_turn++ % (uint)live.Length]).WithRoom is { } outbox)
            {
                return outbox;
            }
        }

        return null;
    }
}
