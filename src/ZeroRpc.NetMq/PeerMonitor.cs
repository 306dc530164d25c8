using Microsoft.Extensions.Logging;
using NetMQ;
using ZeroRpc.Transport;

namespace ZeroRpc.NetMq;

/// <summary>
/// How many peers a socket that binds or connects has, told by NetMQ's monitor. NetMQ cuts off a peer of another kind without a word, and
/// that comes again at once: so connections that do not last are logged. Only for the thread that owns the socket, but for
/// <see cref="Any"/>.
/// </summary>
internal sealed class PeerMonitor : IDisposable
{
    // So many connections that ended within so many milliseconds, one after the other, are no accident.
    private const int Suspicious = 3;
    private const int Short = 500;

    private readonly ConnectionMonitor _monitor;
    private readonly SocketRole _role;
    private readonly Action _changed;
    private readonly ILogger _logger;
    private readonly Dictionary<string, Peers> _peers = [];
    private volatile bool _any;

    /// <summary>Watches a socket that has no connection yet.</summary>
    public PeerMonitor(NetMQSocket socket, SocketRole role, Action changed, ILogger logger)
    {
        _role = role;
        _logger = logger;
        _changed = changed;
        _monitor = new ConnectionMonitor(socket, OnUp, OnUp, OnEnded);
    }

    /// <summary>Readable when connections changed; <see cref="HandleEvents"/> reads it.</summary>
    public NetMQSocket Events => _monitor.Events;

    /// <summary>Whether there is a peer.</summary>
    public bool Any => _any;

    /// <summary>Takes note of what the monitor has to tell.</summary>
    public void HandleEvents() => _monitor.HandleEvents();

    /// <summary>An endpoint was given up, and its peers with it: NetMQ does not tell of those.</summary>
    public void Forget(string address)
    {
        _peers.Remove(address);
        Update();
    }

    /// <inheritdoc/>
    public void Dispose() => _monitor.Dispose();

    private void OnUp(string address)
    {
        if (!_peers.TryGetValue(address, out Peers? peers))
        {
            _peers.Add(address, peers = new Peers());
        }

        peers.Count++;
        peers.LastUp = Environment.TickCount64;
        Update();
    }

    private void OnEnded(string address)
    {
        if (!_peers.TryGetValue(address, out Peers? peers))
        {
            return;
        }

        peers.Count = Math.Max(0, peers.Count - 1);
        peers.ShortInARow = Environment.TickCount64 - peers.LastUp < Short ? peers.ShortInARow + 1 : 0;
        if (peers.ShortInARow == Suspicious)
        {
            _logger.ConnectionsEndAtOnce(address, _role.Peer().Name());
        }

        Update();
    }

    private void Update()
    {
        bool any = _peers.Values.Any(peers => peers.Count > 0);
        if (any != _any)
        {
            _any = any;
            _changed();
        }
    }

    private sealed class Peers
    {
        public int Count { get; set; }

        public long LastUp { get; set; }

        public int ShortInARow { get; set; }
    }
}
