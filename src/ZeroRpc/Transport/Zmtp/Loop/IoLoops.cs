using System.Net.Sockets;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// The loops of the process, which its ZeroMQ sockets share. Each of the first sockets has a loop to itself, so that the two ends of a call
/// within the process run on different threads. Later sockets use the loops with the fewest sources. The loops end with the last socket.
/// Thread-safe.
/// </summary>
/// <param name="few">The number of loops before sources share them. There are more only if the poller limits the sources of a loop.</param>
/// <param name="newPoller">Creates the poller of a loop for its wake-up socket. Null for the best poller of the system.</param>
internal sealed class IoLoops(int few, Func<Socket, IPoller>? newPoller = null)
{
    /// <summary>
    /// The number of sources of a socket's home loop from which on its next sources use the loop with the fewest sources.
    /// </summary>
    public const int SharedBeyond = 64;

    private readonly Lock _gate = new();
    private readonly List<IoLoop> _loops = [];
    private int _sockets;

    /// <summary>
    /// The loops of the process: one for each processor, at least two, and more if the poller limits the sources of a loop.
    /// </summary>
    public static IoLoops Shared { get; } = new(Math.Max(2, Environment.ProcessorCount));

    /// <summary>The number of loops.</summary>
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

    /// <summary>The number of turns of all loops together.</summary>
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
    /// Returns the home loop of a new socket, which its first sources use. The socket must call <see cref="LeaveAsync"/> when it ends.
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

    /// <summary>Returns the loop for a source of a socket whose home loop has enough sources.</summary>
    public IoLoop Least()
    {
        lock (_gate)
        {
            IoLoop? least = _loops.MinBy(loop => loop.Load);
            return least is null || IsFull(least) || (_loops.Count < few && least.Load > 0) ? AddLoop() : least;
        }
    }

    /// <summary>
    /// Called by a socket that has ended and has no sources left. After the last socket, the task completes when the threads have ended.
    /// </summary>
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
