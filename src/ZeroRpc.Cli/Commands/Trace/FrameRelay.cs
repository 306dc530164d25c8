using Microsoft.Extensions.Logging;
using ZeroRpc.Transport;

namespace ZeroRpc.Cli.Commands.Trace;

/// <summary>
/// Relays the events between clients and a server unchanged: it is a ROUTER for the clients, and has one DEALER to the server for each
/// client, because the server distinguishes its callers by their connection. Every event is reported.
/// </summary>
internal sealed class FrameRelay : IAsyncDisposable
{
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<PeerRoute, Caller> _callers = [];
    private readonly RelayLoop _loop;
    private readonly RelaySocket _listener;
    private readonly Action<Crossing> _onCrossing;
    private readonly string _forward;
    private int _lastNumber;

    /// <summary>Makes a relay, which listens at once and passes events on when it runs.</summary>
    /// <param name="listen">Where clients connect.</param>
    /// <param name="forward">Where the server is.</param>
    /// <param name="onCrossing">Told of every event, before it is passed on.</param>
    /// <param name="logger">Where its sockets log.</param>
    public FrameRelay(string listen, string forward, Action<Crossing> onCrossing, ILogger logger)
    {
        _loop = new RelayLoop(_tick, logger);
        _onCrossing = onCrossing;
        _forward = forward;
        RelaySocket.Check(forward);
        (_listener, Endpoint) = RelaySocket.Listen(_loop, listen, TakeRequest, Leave);
    }

    /// <summary>The endpoint for clients, with the real port.</summary>
    public string Endpoint { get; }

    /// <summary>Relays events on the calling thread until the token is cancelled.</summary>
    /// <param name="onTick">Called periodically with the time.</param>
    /// <param name="stop">Stops the relay.</param>
    public void Run(Action<TimeSpan> onTick, CancellationToken stop) => _loop.Run(onTick, stop);

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    private void TakeRequest(PeerRoute route, byte[] body)
    {
        Caller caller = CallerOf(route);
        _onCrossing(new Crossing(_loop.Now, caller.Number, fromClient: true, [[], body]));
        caller.Socket.Send(body);
    }

    private void TakeReply(PeerRoute route, int number, byte[] body)
    {
        _onCrossing(new Crossing(_loop.Now, number, fromClient: false, [[], body]));
        _listener.Send(body, route);
    }

    private Caller CallerOf(PeerRoute route)
    {
        if (!_callers.TryGetValue(route, out Caller? caller))
        {
            int number = ++_lastNumber;
            caller = new Caller(number, RelaySocket.Connect(_loop, _forward, body => TakeReply(route, number, body)));
            _callers.Add(route, caller);
        }

        return caller;
    }

    /// <summary>Closes the connection to the server of a client that has disconnected.</summary>
    private void Leave(PeerRoute route)
    {
        if (_callers.Remove(route, out Caller? caller))
        {
            _loop.Close(caller.Socket);
        }
    }

    private sealed record Caller(int Number, RelaySocket Socket);
}
