namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// The peers of a dealer. Each peer has its own route, so that all messages of a call stay with one peer. While there is no peer, messages
/// wait in a vacant pipe, which the next peer takes over.
/// </summary>
internal sealed class DealerPeers(SinkGuard sink) : AddressedPeers(sink)
{
    private readonly List<QueuedPipe> _own = [];
    private QueuedPipe? _vacant;
    private uint _turn;

    /// <inheritdoc/>
    protected override bool AreUnique => true;

    /// <summary>
    /// Returns the route for a message without one: that of the next connected peer, or else of an outgoing connection that is not
    /// established yet.
    /// </summary>
    private PipeRoute Next()
    {
        if (NextLive() is { } connected)
        {
            return connected;
        }

        lock (Gate)
        {
            // Checked again inside the lock. A peer may have connected meanwhile and taken over the vacant pipe; a message in a new vacant
            // pipe could then wait forever.
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
                _vacant = pipe; // The waiting messages remain in it.
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
