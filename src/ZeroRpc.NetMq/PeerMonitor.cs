using Microsoft.Extensions.Logging;
using NetMQ;
using ZeroRpc.Transport;

namespace ZeroRpc.NetMq;

/// <summary>
/// Counts the peers of a one-way socket, as NetMQ's monitor tells. NetMQ cuts a peer of another kind off without a word, and the peer connects
/// again at once: therefore connections that do not last are logged. Only for the thread that owns the socket, except <see cref="Any"/>.
/// </summary>
internal sealed class PeerMonitor : IDisposable
{
    // This many connections in a row that ended within this many milliseconds are logged.
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

    /// <summary>A socket that is readable when connections changed; <see cref="HandleEvents"/> reads it.</summary>
    public NetMQSocket Events => _monitor.Events;

    /// <summary>Whether there is a peer.</summary>
    public bool Any => _any;

    /// <summary>Handles the changes that the monitor has to tell.</summary>
    public void HandleEvents() => _monitor.HandleEvents();

    /// <summary>Forgets the peers of an endpoint that is given up, of which NetMQ does not tell.</summary>
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
