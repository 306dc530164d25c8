using Microsoft.Extensions.Logging;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>The loops of one socket: one, and another whenever those there have enough to watch. Thread-safe.</summary>
internal sealed class IoLoops
{
    private readonly Lock _gate = new();
    private readonly List<IoLoop> _loops = [];
    private readonly Func<int, IoLoop> _make;
    private bool _stopped;

    /// <summary>Starts the first loop.</summary>
    public IoLoops(string name, TimeSpan linger, ILogger logger)
    {
        _make = number => new IoLoop($"{name}.{number}", linger, logger);
        First = AddLoop();
    }

    /// <summary>The first loop, which has the listeners.</summary>
    public IoLoop First { get; }

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

    /// <summary>The loop for one more source.</summary>
    public IoLoop Least()
    {
        lock (_gate)
        {
            IoLoop least = _loops.MinBy(loop => loop.Load)!;
            return least.Load < IoLoop.Capacity || _stopped ? least : AddLoop();
        }
    }

    /// <summary>Has all loops look at their sources anew.</summary>
    public void Ring()
    {
        lock (_gate)
        {
            _loops.ForEach(loop => loop.Ring());
        }
    }

    /// <summary>Ends all loops, and waits for those on whose thread this is not called.</summary>
    public Task StopAsync()
    {
        IoLoop[] loops;
        lock (_gate)
        {
            _stopped = true;
            loops = [.. _loops];
        }

        foreach (IoLoop loop in loops)
        {
            loop.Dispose();
        }

        return Task.WhenAll(loops.Where(loop => !loop.IsCurrent).Select(loop => loop.Ended));
    }

    private IoLoop AddLoop()
    {
        IoLoop loop = _make(_loops.Count + 1);
        _loops.Add(loop);
        loop.Start();
        return loop;
    }
}
