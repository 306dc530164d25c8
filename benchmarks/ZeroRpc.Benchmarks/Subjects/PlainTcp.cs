using System.Net;
using System.Net.Sockets;

namespace ZeroRpc.Benchmarks.Subjects;

/// <summary>A plain TCP connection and an echo, by .NET's asynchronous sockets, a send a message: what the wire itself costs.</summary>
internal sealed class PlainTcp : IDisposable
{
    private readonly Socket _client = New();
    private readonly Socket _server;
    private readonly bool _freshArrays;
    private readonly byte[] _sent;
    private readonly byte[] _received;

    /// <summary>
    /// Connects; each message is of so many bytes, received into the same array again and again, or into a fresh one as a value is.
    /// </summary>
    public PlainTcp(int size, bool freshArrays = false)
    {
        _freshArrays = freshArrays;
        _sent = new byte[size];
        _received = new byte[size];
        using Socket listener = New();
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _client.Connect(listener.LocalEndPoint!);
        _server = listener.Accept();
        _server.NoDelay = true;
        _ = ServeAsync(new byte[size]);
    }

    /// <summary>Sends a message and waits until it is back.</summary>
    public async Task EchoAsync()
    {
        await SendAsync(_client, _sent);
        await ReceiveAsync(_client, BufferFor(_received));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    private static Socket New() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private async Task ServeAsync(byte[] buffer)
    {
        try
        {
            while (true)
            {
                byte[] message = BufferFor(buffer);
                await ReceiveAsync(_server, message);
                await SendAsync(_server, message);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or EndOfStreamException)
        {
            // Disposed.
        }
    }

    private byte[] BufferFor(byte[] kept) => _freshArrays ? GC.AllocateUninitializedArray<byte>(kept.Length) : kept;

    private static async ValueTask SendAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes)..];
        }
    }

    private static async ValueTask ReceiveAsync(Socket socket, Memory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int count = await socket.ReceiveAsync(bytes);
            bytes = count > 0 ? bytes[count..] : throw new EndOfStreamException();
        }
    }
}
