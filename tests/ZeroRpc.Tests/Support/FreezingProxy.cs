using System.Net;
using System.Net.Sockets;

namespace ZeroRpc.Tests.Support;

/// <summary>
/// A TCP proxy whose connections can fall silent, as behind a router that forgets them: nothing is read or closed any more. Connections that
/// are made later work.
/// </summary>
internal sealed class FreezingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _target;
    private readonly List<Socket> _sockets = [];
    private CancellationTokenSource _frozen = new();

    public FreezingProxy(string target)
    {
        _target = IPEndPoint.Parse(target["tcp://".Length..]);
        _listener.Start();
        Endpoint = $"tcp://{_listener.LocalEndpoint}";
        _ = AcceptAsync();
    }

    public string Endpoint { get; }

    /// <summary>How many connections have been made.</summary>
    public int Connections { get; private set; }

    /// <summary>The connections of now fall silent for ever.</summary>
    public void Freeze()
    {
        lock (_sockets)
        {
            _frozen.Cancel();
            _frozen = new CancellationTokenSource();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        lock (_sockets)
        {
            _frozen.Cancel();
            _sockets.ForEach(socket => socket.Dispose());
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket near;
            try
            {
                near = await _listener.AcceptSocketAsync();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }

            var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            near.NoDelay = true;
            await far.ConnectAsync(_target);
            lock (_sockets)
            {
                _sockets.AddRange([near, far]);
                Connections++;
                _ = PumpAsync(near, far, _frozen.Token);
                _ = PumpAsync(far, near, _frozen.Token);
            }
        }
    }

    private static async Task PumpAsync(Socket from, Socket to, CancellationToken frozen)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, frozen) is > 0 and var count)
            {
                await to.SendAsync(buffer.AsMemory(0, count), frozen);
            }
        }
        catch (OperationCanceledException)
        {
            return; // Silent, and not closed.
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Closed by the other side.
        }

        from.Dispose();
        to.Dispose();
    }
}
