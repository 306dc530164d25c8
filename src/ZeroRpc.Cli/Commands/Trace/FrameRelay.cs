using System.Diagnostics;
using NetMQ;
using NetMQ.Sockets;

namespace ZeroRpc.Cli.Commands.Trace;

/// <summary>
/// Stands between clients and a server and passes their messages on as they are: a ROUTER to the clients, and to the server one DEALER for
/// each client, since the server tells its callers apart by their connection. It shows every message to an onlooker.
/// </summary>
internal sealed class FrameRelay : IDisposable
{
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(250);

    private readonly RouterSocket _listener = RelaySocket.Prepare(new RouterSocket());
    private readonly Dictionary<string, Caller> _callers = [];
    private readonly NetMQPoller _poller = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Action<Crossing> _onCrossing;
    private readonly string _forward;

    /// <summary>Makes a relay, which listens at once and passes messages on when it runs.</summary>
    /// <param name="listen">Where clients connect.</param>
    /// <param name="forward">Where the server is.</param>
    /// <param name="onCrossing">Told of every message, before it is passed on.</param>
    /// <param name="onTick">Told the time now and then.</param>
    public FrameRelay(string listen, string forward, Action<Crossing> onCrossing, Action<TimeSpan> onTick)
    {
        _onCrossing = onCrossing;
        _forward = RelaySocket.ToConnect(forward);
        Endpoint = RelaySocket.Bind(_listener, listen);
        _listener.ReceiveReady += (_, _) => TakeRequests();
        var timer = new NetMQTimer(_tick);
        timer.Elapsed += (_, _) => onTick(_clock.Elapsed);
        _poller.Add(_listener);
        _poller.Add(timer);
    }

    /// <summary>Where it listens, with the port that was taken.</summary>
    public string Endpoint { get; }

    /// <summary>Passes messages on, on this thread, until the token fires.</summary>
    public void Run(CancellationToken stop)
    {
        using CancellationTokenRegistration registration = stop.Register(_poller.StopAsync);
        _poller.Run();
    }

    public void Dispose()
    {
        _poller.Dispose();
        _listener.Dispose();
        foreach (Caller caller in _callers.Values)
        {
            caller.Socket.Dispose();
        }
    }

    private void TakeRequests()
    {
        while (RelaySocket.TryReceive(_listener, out List<byte[]> message))
        {
            Caller caller = CallerOf(message[0]);
            List<byte[]> frames = message[1..];
            _onCrossing(new Crossing(_clock.Elapsed, caller.Number, fromClient: true, frames));
            RelaySocket.Send(caller.Socket, frames);
        }
    }

    private void TakeReplies(Caller caller)
    {
        while (RelaySocket.TryReceive(caller.Socket, out List<byte[]> frames))
        {
            _onCrossing(new Crossing(_clock.Elapsed, caller.Number, fromClient: false, frames));
            RelaySocket.Send(_listener, [caller.Identity, .. frames]);
        }
    }

    private Caller CallerOf(byte[] identity)
    {
        string key = Convert.ToHexString(identity);
        if (!_callers.TryGetValue(key, out Caller? caller))
        {
            caller = new Caller(_callers.Count + 1, identity, RelaySocket.Prepare(new DealerSocket()));
            caller.Socket.Connect(_forward);
            caller.Socket.ReceiveReady += (_, _) => TakeReplies(caller);
            _callers.Add(key, caller);
            _poller.Add(caller.Socket);
        }

        return caller;
    }

    private sealed record Caller(int Number, byte[] Identity, DealerSocket Socket);
}
