namespace ZeroRpc.Transport.Zmtp;

/// <summary>The loops as one socket uses them: where its sources are, and how they end together, with nobody else's. Thread-safe.</summary>
internal sealed class SocketLoops
{
    private readonly IoLoops _loops;
    private readonly TimeSpan _linger;
    private readonly Lock _gate = new();
    private readonly List<IoLoop> _used;
    private volatile bool _isClosed;
    private Task? _ended;

    /// <summary>Gives the socket its first loop.</summary>
    /// <param name="loops">The loops.</param>
    /// <param name="linger">How long what was sent may take to leave when the socket ends.</param>
    public SocketLoops(IoLoops loops, TimeSpan linger)
    {
        _loops = loops;
        _linger = linger;
        Home = loops.Enter();
        _used = [Home];
    }

    /// <summary>The socket's first loop.</summary>
    public IoLoop Home { get; }

    /// <summary>Whether the socket ends: its sources only write from then on, and there are no new ones.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>The loop for one more source.</summary>
    public IoLoop Next()
    {
        lock (_gate)
        {
            IoLoop loop = _isClosed || Home.Load < IoLoop.Capacity ? Home : _loops.Least();
            if (!_used.Contains(loop))
            {
                _used.Add(loop);
            }

            return loop;
        }
    }

    /// <summary>Has the loops look at the socket's sources anew.</summary>
    public void Signal()
    {
        lock (_gate)
        {
            _used.ForEach(loop => loop.Signal());
        }
    }

    /// <summary>
    /// Ends the sources, when what is to leave has, or the linger time is over. Waits for that, but on a thread that would wait for itself.
    /// </summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
            _ended ??= EndAsync();
            return _used.Exists(loop => loop.IsCurrent) ? Task.CompletedTask : _ended;
        }
    }

    private async Task EndAsync()
    {
        long end = Environment.TickCount64 + (long)_linger.TotalMilliseconds;
        await Task.WhenAll(_used.Select(loop => loop.CloseAsync(this, end))).ConfigureAwait(false);
        await _loops.LeaveAsync(Home).ConfigureAwait(false);
    }
}
