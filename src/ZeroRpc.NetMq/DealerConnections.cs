using Microsoft.Extensions.Logging;
using NetMQ;
using ZeroRpc.Diagnostics;
using ZeroRpc.Transport;

namespace ZeroRpc.NetMq;

/// <summary>
/// The connections of a dealer, and whether they are established, as NetMQ's monitor reports. While none is, no message is passed to NetMQ,
/// which would keep it where it cannot be withdrawn. When a connection breaks, it is made anew with an empty pipe, so that what NetMQ had not
/// yet written does not go to the next server (see <see cref="Update"/>). NetMQ's own DelayAttachOnConnect does both, but throws away replies
/// that came just before the break. Several endpoints on one dealer are served in turn, connected or not: give each its own transport. Of the
/// peers that connect to a dealer only the number is known. Only for the thread that owns the socket.
/// </summary>
internal sealed class DealerConnections : IDisposable
{
    /// <summary>The time to the first attempt to connect again, in milliseconds; it doubles up to <see cref="MaxDelay"/>.</summary>
    public const int MinDelay = 100;

    /// <summary>The longest time between attempts to connect, in milliseconds. A connection that lasted this long starts from the shortest.</summary>
    public const int MaxDelay = 1000;

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(MinDelay);
    private static readonly TimeSpan Never = TimeSpan.FromMilliseconds(-1);

    private readonly NetMQSocket _socket;
    private readonly Action _came;
    private readonly Action<Action> _lost;
    private readonly ILogger _logger;
    private readonly ConnectionMonitor _monitor;
    private readonly Dictionary<string, Connection> _connections = [];
    private readonly List<Connection> _broken = [];
    private int _accepted;

    /// <summary>
    /// Watches a socket that has no connection yet. It calls <paramref name="came"/> for each connection that comes up, and
    /// <paramref name="lost"/> for each that breaks, with the work that takes the connection's pipe away.
    /// </summary>
    public DealerConnections(NetMQSocket socket, Action came, Action<Action> lost, ILogger logger)
    {
        _socket = socket;
        _came = came;
        _lost = lost;
        _logger = logger;
        _monitor = new ConnectionMonitor(socket, OnConnected, _ => OnAccepted(), OnDisconnected);
    }

    /// <summary>A socket that is readable when connections changed; <see cref="HandleEvents"/> reads it.</summary>
    public NetMQSocket Events => _monitor.Events;

    /// <summary>The number of established connections, including those that peers opened.</summary>
    public int PeerCount { get; private set; }

    /// <summary>Whether messages may be given to NetMQ: a connection is up, or the dealer only listens.</summary>
    public bool MaySend => _connections.Count == 0 || PeerCount > 0;

    /// <summary>Starts connecting.</summary>
    public void Connect(string address)
    {
        if (!_connections.ContainsKey(address))
        {
            var connection = new Connection(address);
            Open(connection);
            _connections.Add(address, connection);
            Update();
        }
    }

    /// <summary>Ends a connection that <see cref="Connect"/> began; does nothing for another address.</summary>
    public void Disconnect(string address)
    {
        if (_connections.Remove(address, out Connection? connection))
        {
            Close(connection);
            Update();
        }
    }

    /// <summary>Handles the changes that the monitor has to tell.</summary>
    public void HandleEvents() => _monitor.HandleEvents();

    /// <summary>Milliseconds to the next attempt to connect again, -1 for none.</summary>
    public int TimeToRetry()
    {
        long now = Environment.TickCount64;
        return _broken.Count == 0 ? -1 : (int)Math.Max(0, _broken.Min(connection => connection.Since + connection.Delay) - now);
    }

    /// <summary>Opens the broken connections again whose delay has ended.</summary>
    public void Retry()
    {
        long now = Environment.TickCount64;
        for (int i = _broken.Count - 1; i >= 0; i--)
        {
            if (_broken[i].Since + _broken[i].Delay <= now)
            {
                Open(_broken[i]);
                _broken.RemoveAt(i);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _monitor.Dispose();

    private void OnConnected(string address)
    {
        if (Find(address) is { } connection && !_broken.Contains(connection))
        {
            connection.IsUp = true;
            connection.Since = Environment.TickCount64;
            Log.Connected(_logger, connection.Address);
            Update();
            _came();
        }
    }

    private void OnAccepted()
    {
        _accepted++;
        Update();
        _came();
    }

    private void OnDisconnected(string address)
    {
        if (Find(address) is { IsUp: true } connection)
        {
            OnBroken(connection);
        }
        else if (_accepted == 1)
        {
            _lost(LeaveAccepted);
        }
        else if (_accepted > 1)
        {
            LeaveAccepted(); // NetMQ does not tell which peer went, so the calls of that peer end by their heartbeats.
        }
    }

    private void LeaveAccepted()
    {
        _accepted--;
        Update();
    }

    private void OnBroken(Connection connection)
    {
        long now = Environment.TickCount64;
        connection.Delay = now - connection.Since >= MaxDelay ? MinDelay : Math.Min(connection.Delay * 2, MaxDelay);
        connection.Since = now;
        connection.IsUp = false;
        Log.Disconnected(_logger, connection.Address, connection.Delay);
        _lost(() =>
        {
            Abandon(connection);
            _broken.Add(connection);
            Update();
        });
    }

    /// <summary>
    /// Takes a broken connection's pipe away with all that is in it. A session with a linger time would keep the pipe, and send it should the
    /// session connect again within that time: NetMQ tells of a break just before it looks whether to.
    /// </summary>
    private void Abandon(Connection connection)
    {
        TimeSpan linger = _socket.Options.Linger;
        _socket.Options.Linger = TimeSpan.Zero;
        _socket.Disconnect(connection.Address);
        _socket.Options.Linger = linger;
    }

    private void Open(Connection connection)
    {
        _socket.Options.ReconnectInterval = Soon;
        _socket.Connect(connection.Address);

        // The monitor's events have this name, which differs from the address for IPv6.
        connection.EventAddress = _socket.Options.LastEndpoint;
    }

    private void Close(Connection connection)
    {
        if (!_broken.Remove(connection))
        {
            _socket.Disconnect(connection.Address);
        }
    }

    private Connection? Find(string eventAddress) => _connections.Values.FirstOrDefault(c => c.EventAddress == eventAddress);

    /// <summary>
    /// Counts the peers, and stops NetMQ from connecting again by itself once all connections are up: it would send what the broken connection
    /// has left in its pipe. Before that it must try again by itself, and nothing is in its pipe.
    /// </summary>
    private void Update()
    {
        int up = _connections.Values.Count(connection => connection.IsUp);
        PeerCount = _accepted + up;
        if (up > 0 && up == _connections.Count)
        {
            _socket.Options.ReconnectInterval = Never;
        }
    }

    private sealed class Connection(string address)
    {
        public string Address { get; } = address;

        public string? EventAddress { get; set; }

        public bool IsUp { get; set; }

        /// <summary>When the connection last came up or broke, in <see cref="Environment.TickCount64"/>.</summary>
        public long Since { get; set; }

        public int Delay { get; set; } = MinDelay / 2;
    }
}
