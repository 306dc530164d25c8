using NetMQ;
using NetMQ.Monitoring;
using NetMQ.Sockets;

namespace ZeroRpc.Transport.NetMq;

/// <summary>
/// How many peers a socket that binds or connects has, told by NetMQ's monitor. Only for the thread that owns the socket, but for
/// <see cref="Any"/>.
/// </summary>
internal sealed class PeerMonitor : IDisposable
{
    private readonly NetMQMonitor _monitor;
    private readonly Action _changed;
    private readonly Dictionary<string, int> _peers = [];
    private volatile bool _any;

    /// <summary>Watches a socket that has no connection yet.</summary>
    public PeerMonitor(NetMQSocket socket, Action changed)
    {
        _changed = changed;
        string name = $"inproc://zerorpc-monitor-{Guid.NewGuid():N}";
        socket.Monitor(name, SocketEvents.Connected | SocketEvents.Accepted | SocketEvents.Disconnected);
        Events = new PairSocket();
        Events.Connect(name);
        _monitor = new NetMQMonitor(Events, name);
        _monitor.Connected += (_, e) => Count(e.Address, 1);
        _monitor.Accepted += (_, e) => Count(e.Address, 1);
        _monitor.Disconnected += (_, e) => Count(e.Address, -1);
    }

    /// <summary>Readable when connections changed; <see cref="HandleEvents"/> reads it.</summary>
    public NetMQSocket Events { get; }

    /// <summary>Whether there is a peer.</summary>
    public bool Any => _any;

    /// <summary>Takes note of what the monitor has to tell.</summary>
    public void HandleEvents()
    {
        while (Events.HasIn)
        {
            Events.Poll(TimeSpan.Zero);
        }
    }

    /// <summary>An endpoint was given up, and its peers with it: NetMQ does not tell of those.</summary>
    public void Forget(string address)
    {
        _peers.Remove(address);
        Update();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _monitor.Dispose();
        Events.Dispose();
    }

    private void Count(string address, int change)
    {
        _peers[address] = Math.Max(0, _peers.GetValueOrDefault(address) + change);
        Update();
    }

    private void Update()
    {
        bool any = _peers.Values.Any(count => count > 0);
        if (any != _any)
        {
            _any = any;
            _changed();
        }
    }
}
