using NetMQ;
using NetMQ.Monitoring;
using NetMQ.Sockets;

namespace ZeroRpc.NetMq;

/// <summary>NetMQ's monitor of one socket. The thread that owns the socket reads it and receives each change in order, with its address.</summary>
internal sealed class ConnectionMonitor : IDisposable
{
    private readonly NetMQMonitor _monitor;

    /// <summary>Watches a socket that has no connection yet.</summary>
    public ConnectionMonitor(NetMQSocket socket, Action<string> connected, Action<string> accepted, Action<string> disconnected)
    {
        string name = $"inproc://zerorpc-monitor-{Guid.NewGuid():N}";
        socket.Monitor(name, SocketEvents.Connected | SocketEvents.Accepted | SocketEvents.Disconnected);
        Events = new PairSocket();
        Events.Connect(name);
        _monitor = new NetMQMonitor(Events, name);
        _monitor.Connected += (_, e) => connected(e.Address);
        _monitor.Accepted += (_, e) => accepted(e.Address);
        _monitor.Disconnected += (_, e) => disconnected(e.Address);
    }

    /// <summary>A socket that is readable when connections changed; <see cref="HandleEvents"/> reads it.</summary>
    public NetMQSocket Events { get; }

    /// <summary>Calls back for every change that was not reported yet.</summary>
    public void HandleEvents()
    {
        while (Events.HasIn)
        {
            Events.Poll(TimeSpan.Zero);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _monitor.Dispose();
        Events.Dispose();
    }
}
