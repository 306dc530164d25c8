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
    private readonly RelayLoop _loop = new();
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
        _loop.Listen(_listener, TakeRequest);
        _loop.Every(_tick, onTick);
    }

    /// <summary>Where it listens, with the port that was taken.</summary>
    public string Endpoint { get; }

    /// <summary>Passes messages on, on this thread, until the token fires.</summary>
    public void Run(CancellationToken stop) => _loop.Run(stop);

    public void Dispose() => _loop.Dispose();

    private void TakeRequest(List<byte[]> message)
    {
        Caller caller = CallerOf(message[0]);
        List<byte[]> frames = message[1..];
        _onCrossing(new Crossing(_loop.Now, caller.Number, fromClient: true, frames));
        RelaySocket.Send(caller.Socket, frames);
    }

    private void TakeReply(Caller caller, List<byte[]> frames)
    {
        _onCrossing(new Crossing(_loop.Now, caller.Number, fromClient: false, frames));
        RelaySocket.Send(_listener, [caller.Identity, .. frames]);
    }

    private Caller CallerOf(byte[] identity)
    {
        string key = Convert.ToHexString(identity);
        if (!_callers.TryGetValue(key, out Caller? caller))
        {
            caller = new Caller(_callers.Count + 1, identity, RelaySocket.Prepare(new DealerSocket()));
            caller.Socket.Connect(_forward);
            _loop.Listen(caller.Socket, frames => TakeReply(caller, frames));
            _callers.Add(key, caller);
        }

        return caller;
    }

    private sealed record Caller(int Number, byte[] Identity, DealerSocket Socket);
}
