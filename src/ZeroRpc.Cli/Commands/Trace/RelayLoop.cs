using System.Diagnostics;
using NetMQ;

namespace ZeroRpc.Cli.Commands.Trace;

/// <summary>The one thread that a trace's sockets live on: it takes what comes, and looks at the clock now and then.</summary>
internal sealed class RelayLoop : IDisposable
{
    private readonly List<NetMQSocket> _sockets = [];
    private readonly NetMQPoller _poller = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>The time since the trace began.</summary>
    public TimeSpan Now => _clock.Elapsed;

    /// <summary>Hands on every message that a socket receives. The loop disposes of the socket.</summary>
    public void Listen<T>(T socket, Action<List<byte[]>> onMessage)
        where T : NetMQSocket, IReceivingSocket
    {
        socket.ReceiveReady += (_, _) =>
        {
            while (RelaySocket.TryReceive(socket, out List<byte[]> frames))
            {
                onMessage(frames);
            }
        };
        _sockets.Add(socket);
        _poller.Add(socket);
    }

    /// <summary>Tells the time again and again.</summary>
    public void Every(TimeSpan tick, Action<TimeSpan> onTick)
    {
        var timer = new NetMQTimer(tick);
        timer.Elapsed += (_, _) => onTick(_clock.Elapsed);
        _poller.Add(timer);
    }

    /// <summary>Runs on this thread until the token fires, or <see cref="Stop"/>.</summary>
    public void Run(CancellationToken stop)
    {
        using CancellationTokenRegistration registration = stop.Register(Stop);
        _poller.Run();
    }

    /// <summary>Ends <see cref="Run"/>.</summary>
    public void Stop() => _poller.StopAsync();

    public void Dispose()
    {
        _poller.Dispose();
        _sockets.ForEach(socket => socket.Dispose());
    }
}
