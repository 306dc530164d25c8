namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// The loops of the process, which its sockets share. Each of the first few sockets has one to itself, so that no thread does both ends of a
/// call within the process; those that follow go where least is watched. The loops end with the last socket. Thread-safe.
/// </summary>
/// <param name="few">How many loops there may be before sockets share them.</param>
internal sealed class IoLoops(int few)
{
    private readonly Lock _gate = new();
    private readonly List<IoLoop> _loops = [];
    private int _sockets;

    /// <summary>Those of the process: as many as it has processors, two at least, and more when those have enough to watch.</summary>
    public static IoLoops Shared { get; } = new(Math.Max(2, Environment.ProcessorCount));

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _loops.Count;
            }
        }
    }

    /// <summary>How often all loops together went round.</summary>
    public long Turns
    {
        get
        {
            lock (_gate)
            {
                return _loops.Sum(loop => loop.Turns);
            }
        }
    }

    /// <summary>
    /// A socket begins: gives its home, the loop that it should use while there is room. To be followed by <see cref="LeaveAsync"/>.
    /// </summary>
    public IoLoop Enter()
    {
        lock (_gate)
        {
            IoLoop? home = _loops.MinBy(loop => (loop.Load, loop.Sockets));
            if (home is null || IsFull(home) || (_loops.Count < few && (home.Load, home.Sockets) is not (0, 0)))
            {
                home = AddLoop();
            }

            _sockets++;
            home.Sockets++;
            return home;
        }
    }

    /// <summary>The loop for a source that has no room at its socket's home.</summary>
    public IoLoop Least()
    {
        lock (_gate)
        {
            IoLoop? least = _loops.MinBy(loop => loop.Load);
            return least is null || IsFull(least) ? AddLoop() : least;
        }
    }

    /// <summary>A socket has ended, with all that it had at the loops. After the last one, completes when the threads have ended.</summary>
    public Task LeaveAsync(IoLoop home)
    {
        IoLoop[] ended = [];
        lock (_gate)
        {
            home.Sockets--;
            if (--_sockets == 0)
            {
                ended = [.. _loops];
                _loops.Clear();
            }
        }

        foreach (IoLoop loop in ended)
        {
            loop.Dispose();
        }

        return Task.WhenAll(ended.Select(loop => loop.Ended));
    }

    private static bool IsFull(IoLoop loop) => loop.Load >= IoLoop.Capacity;

    private IoLoop AddLoop()
    {
        var loop = new IoLoop($"ZeroRpc I/O {_loops.Count + 1}");
        _loops.Add(loop);
        loop.Start();
        return loop;
    }
}
