namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// The loops that one ZeroMQ socket uses. Knows the loops of its sources, and closes all of them together without affecting other sockets.
/// Thread-safe.
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

    /// <summary>Assigns the home loop of the socket.</summary>
    /// <param name="loops">The loops.</param>
    /// <param name="linger">How long closing the socket waits until messages that were already sent have left the process.</param>
    public SocketLoops(IoLoops loops, TimeSpan linger)
    {
        _loops = loops;
        _linger = linger;
        Home = loops.Enter();
        _used = [Home];
    }

    /// <summary>The home loop of the socket, which its first sources use.</summary>
    public IoLoop Home { get; }

    /// <summary>Whether the socket is closing. Its sources then only write, and no sources are added.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Returns the loop for a further source.</summary>
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

    /// <summary>Called by a loop that has added a source of the socket.</summary>
    public void Add(IoSource source)
    {
        lock (_gate)
        {
            _sources.Add(source);
        }
    }

    /// <summary>Called by a loop that has removed a source of the socket.</summary>
    public void Remove(IoSource source)
    {
        lock (_gate)
        {
            _sources.Remove(source);
        }
    }

    /// <summary>Returns the sources of the socket at a loop.</summary>
    public List<IoSource> SourcesAt(IoLoop loop)
    {
        lock (_gate)
        {
            return [.. _sources.Where(source => source.Loop == loop)];
        }
    }

    /// <summary>
    /// Closes the sources, each when everything has been sent or the linger time has elapsed. The returned task waits for that, except on a
    /// loop's thread, which would wait for itself.
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
