namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// The loops as one ZeroMQ socket uses them: where its sources are, and how they end together, without those of other sockets. Thread-safe.
/// </summary>
internal sealed class SocketLoops
{
    private readonly IoLoops _loops;
    private readonly TimeSpan _linger;
    private readonly Lock _gate = new();
    private readonly List<IoLoop> _used;
    private readonly HashSet<IoSource> _sources = [];
    private volatile bool _isClosed;
    private Task? _ended;

    /// <summary>Gives the socket its first loop.</summary>
    /// <param name="loops">The loops.</param>
    /// <param name="linger">How long what was sent may take to leave when the socket is closed.</param>
    public SocketLoops(IoLoops loops, TimeSpan linger)
    {
        _loops = loops;
        _linger = linger;
        Home = loops.Enter();
        _used = [Home];
    }

    /// <summary>The socket's first loop.</summary>
    public IoLoop Home { get; }

    /// <summary>Whether the socket is closing: its sources only write from then on, and there are no new ones.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>The loop for one more source.</summary>
    public IoLoop Next()
    {
        lock (_gate)
        {
            IoLoop loop = _isClosed || Home.Load < IoLoops.SharedBeyond ? Home : _loops.Least();
            if (!_used.Contains(loop))
            {
                _used.Add(loop);
            }

            return loop;
        }
    }

    /// <summary>Called by a loop that has begun to serve one of the socket's sources.</summary>
    public void Add(IoSource source)
    {
        lock (_gate)
        {
            _sources.Add(source);
        }
    }

    /// <summary>Called by a loop that has ceased to serve one of the socket's sources.</summary>
    public void Remove(IoSource source)
    {
        lock (_gate)
        {
            _sources.Remove(source);
        }
    }

    /// <summary>The socket's sources at a loop.</summary>
    public List<IoSource> SourcesAt(IoLoop loop)
    {
        lock (_gate)
        {
            return [.. _sources.Where(source => source.Loop == loop)];
        }
    }

    /// <summary>
    /// Closes the sources, each when all has left or the linger time is over. Waits for that, except on a loop's thread, which would wait for itself.
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
