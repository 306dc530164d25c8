using System.Net;
using System.Net.Sockets;

namespace ZeroRpc.Tests.Transport;

/// <summary>
/// A bare TCP socket that says as much of ZMTP 3.0 as makes the other side believe in a peer, and then reads nothing. It listens, or
/// connects to an endpoint.
/// </summary>
internal sealed class DeafPeer : IDisposable
{
    private readonly Socket? _listener;
    private Socket? _socket;

    /// <summary>Listens.</summary>
    public DeafPeer()
    {
        _listener = NewSocket();
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Endpoint = $"tcp://{_listener.LocalEndPoint}";
    }

    /// <summary>Connects.</summary>
    public DeafPeer(string endpoint)
    {
        Endpoint = endpoint;
        _socket = NewSocket();
        _socket.Connect(IPEndPoint.Parse(endpoint["tcp://".Length..]));
    }

    public string Endpoint { get; }

    private Socket Socket => _socket ?? throw new InvalidOperationException("There is no connection yet.");

    /// <summary>Greets with the NULL mechanism and says READY, and waits until the other side did.</summary>
    public async Task HandshakeAsync()
    {
        _socket ??= await _listener!.AcceptAsync(TestContext.Current.CancellationToken);
        byte[] greeting = new byte[64];
        greeting[0] = 0xFF;
        greeting[9] = 0x7F;
        greeting[10] = 3;
        "NULL"u8.CopyTo(greeting.AsSpan(12));
        await SendAsync(greeting);
        await ReadExactlyAsync(64);
        byte[] ready = [4, 0, .. "\u0005READY\u000bSocket-Type"u8, 0, 0, 0, 6, .. _listener is null ? "DEALER"u8 : "ROUTER"u8];
        ready[1] = (byte)(ready.Length - 2);
        await SendAsync(ready);
        byte[] header = await ReadExactlyAsync(2);
        await ReadExactlyAsync(header[1]);
    }

    /// <summary>Reads some bytes of what the other side sends after the handshake.</summary>
    public Task ReadAsync(int count) => ReadExactlyAsync(count);

    public async Task SendAsync(byte[] bytes) => await Socket.SendAsync(bytes, TestContext.Current.CancellationToken);

    /// <summary>Waits until the other side has closed the connection; what it had to say is thrown away.</summary>
    public async Task UntilClosedAsync()
    {
        try
        {
            byte[] buffer = new byte[4096];
            while (await Socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken).AsTask().WaitAsync(RecordingSink.HangGuard) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // A reset is an end, too.
        }
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _listener?.Dispose();
    }

    // A small window, so that what is not read soon fills it.
    private static Socket NewSocket() =>
        new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = 8192 };

    private async Task<byte[]> ReadExactlyAsync(int count)
    {
        byte[] bytes = new byte[count];
        for (int read = 0; read < count;)
        {
            int got = await Socket.ReceiveAsync(bytes.AsMemory(read), TestContext.Current.CancellationToken);
            read += got > 0 ? got : throw new EndOfStreamException();
        }

        return bytes;
    }
}
