namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// A dealer's: each peer has a route of its own, so that a call and all that belongs to it stay with one. While there is none, what is sent
/// waits in a vacant pipe, which the next peer takes over.
/// </summary>
internal sealed class DealerPeers(SinkGuard sink) : AddressedPeers(sink)
{
    private readonly List<QueuedPipe> _own = [];
    private QueuedPipe? _vacant;
    private uint _turn;

    /// <inheritdoc/>
    protected override bool AreUnique => true;

    /// <summary>The route for what has none: of the peers that are connected, the next; else of those that we are to connect.</summary>
    private PipeRoute Next()
    {
        if (NextLive() is { } connected)
        {
            return connected;
        }

        lock (Gate)
        {
            // One may have come meanwhile, and taken the vacant pipe: a message in another would wait for a peer that need not come.
            return NextLive() ?? (_own.Count > 0 ? _own[(int)(Interlocked.Increment(ref _turn) % (uint)_own.Count)] : _vacant ??= New()).Route;
        }
    }

    /// <inheritdoc/>
    public override PipeRoute? Find(PeerRoute route) => route as PipeRoute ?? Next();

    /// <inheritdoc/>
    public override Pipe OpenOwn()
    {
        lock (Gate)
        {
            QueuedPipe pipe = TakeVacant();
            _own.Add(pipe);
            return pipe;
        }
    }

    /// <inheritdoc/>
    public override void CloseOwn(Pipe? own)
    {
        var pipe = (QueuedPipe)own!;
        lock (Gate)
        {
            _own.Remove(pipe);
            if (_vacant is null)
            {
                _vacant = pipe; // With what waits in it.
                return;
            }
        }

        pipe.Close();
        pipe.Detach();
    }

    /// <inheritdoc/>
    public override void Close()
    {
        lock (Gate)
        {
            _vacant?.ReleaseWaiters();
            _own.ForEach(pipe => pipe.ReleaseWaiters());
        }

        base.Close();
    }

    /// <inheritdoc/>
    protected override Pipe PipeFor(PeerProperties peer) => TakeVacant();

    private PipeRoute? NextLive()
    {
        Pipe[] live = Live;
        return live.Length == 0 ? null : ((QueuedPipe)live[live.Length == 1 ? 0 : Interlocked.Increment(ref _turn) % (uint)live.Length]).Route;
    }

    private QueuedPipe TakeVacant()
    {
        QueuedPipe pipe = _vacant ?? New();
        _vacant = null;
        return pipe;
    }

    private QueuedPipe New() => new(NewIdentity(), Sink);
}
