using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ZeroRpc.Cli.Commands.Trace;

/// <summary>The one thread that a trace works on: it takes what its sockets received, in order, and looks at the clock now and then.</summary>
/// <param name="tick">How often it looks at the clock.</param>
/// <param name="logger">Where its sockets log.</param>
internal sealed class RelayLoop(TimeSpan tick, ILogger logger) : IAsyncDisposable
{
    private readonly List<RelaySocket> _sockets = [];
    private readonly List<Task> _closing = [];
    private readonly BlockingCollection<Action> _work = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private bool _isStopped;

    /// <summary>The time since the start of the trace.</summary>
    public TimeSpan Now => _clock.Elapsed;

    /// <summary>Where the sockets log.</summary>
    public ILogger Logger => logger;

    /// <summary>Adds a socket, which the loop disposes of.</summary>
    public void Add(RelaySocket socket) => _sockets.Add(socket);

    /// <summary>Disposes a socket that is no longer needed. Messages that it has sent still leave the process.</summary>
    public void Close(RelaySocket socket)
    {
        _sockets.Remove(socket);
        _closing.RemoveAll(closing => closing.IsCompletedSuccessfully);
        _closing.Add(socket.DisposeAsync().AsTask());
    }

    /// <summary>Runs an action on the loop's thread. Called by the sockets' threads.</summary>
    public void Post(Action work) => _work.Add(work);

    /// <summary>Works on the calling thread until the token is cancelled or <see cref="Stop"/> is called.</summary>
    /// <param name="onTick">Called periodically with the time.</param>
    /// <param name="stop">Stops the loop.</param>
    public void Run(Action<TimeSpan> onTick, CancellationToken stop)
    {
        TimeSpan next = tick;
        while (!_isStopped && !stop.IsCancellationRequested)
        {
            if (Now >= next)
            {
                onTick(Now);
                next = Now + tick;
            }
            else if (TryTake(next - Now, stop) is { } work)
            {
                work();
            }
        }
    }

    /// <summary>Ends <see cref="Run"/>. Must be called on the loop's thread.</summary>
    public void Stop() => _isStopped = true;

    /// <summary>Disposes the sockets. Their threads then post no more actions.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll([.. _closing, .. _sockets.Select(socket => socket.DisposeAsync().AsTask())]);
        _work.Dispose();
    }

    private Action? TryTake(TimeSpan wait, CancellationToken stop)
    {
        try
        {
            return _work.TryTake(out Action? work, (int)Math.Ceiling(wait.TotalMilliseconds), stop) ? work : null;
        }
        catch (OperationCanceledException)
        {
            return null; // The caller checks the token.
        }
    }
}
