using System.Net.Sockets;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// The loops of the process, which its ZeroMQ sockets share. Each of the first few sockets has a loop to itself, so that no thread does both ends
/// of a call within the process; later sockets go where the fewest sources are. The loops end with the last socket. Thread-safe.
/// </summary>
/// <param name="few">How many loops there are before sources share them; more only where the poller bounds the sources of a loop.</param>
/// <param name="newPoller">Makes a loop's poller, given its wake-up socket; null for the best of the system.</param>
internal sealed class IoLoops(int few, Func<Socket, IPoller>? newPoller = null)
{
    /// <summary>When its first loop has so many sources, a socket's next ones go to the loop that has the fewest.</summary>
    public const int SharedBeyond = 64;

    private readonly Lock _gate = new();
    private readonly List<IoLoop> _loops = [];
    private int _sockets;

    /// <summary>The loops of the process: one for each processor, two at least, and more where the poller bounds the sources of a loop.</summary>
    public static IoLoops Shared { get; } = new(Math.Max(2, Environment.ProcessorCount));

    /// <summary>How many loops there are.</summary>
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

    /// <summary>How many turns all loops together have made.</summary>
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

    /// <summary>Gives a new socket its home: the loop that its first sources use. To be followed by <see cref="LeaveAsync"/>.</summary>
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

    /// <summary>The loop for a source of a socket whose home has enough.</summary>
    public IoLoop Least()
    {
        lock (_gate)
        {
            IoLoop? least = _loops.MinBy(loop => loop.Load);
            return least is null || IsFull(least) || (_loops.Count < few && least.Load > 0) ? AddLoop() : least;
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

    private static bool IsFull(IoLoop loop) => loop.Load >= loop.Capacity;

    private IoLoop AddLoop()
    {
        var loop = new IoLoop($"ZeroRpc I/O {_loops.Count + 1}", newPoller);
        _loops.Add(loop);
        loop.Start();
        return loop;
    }
}
