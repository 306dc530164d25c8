using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace ZeroRpc.Cli.Commands.Explain;

/// <summary>
/// A minimal implementation of ZMTP 3 (ZeroMQ's protocol on TCP): the greeting and the READY command of a client, and messages of frames.
/// It shows at which step a peer stops replying, which ZeroMQ's own sockets hide.
/// </summary>
internal sealed class ZmtpProbe : IAsyncDisposable
{
    private const int GreetingLength = 64;
    private const byte More = 1;
    private const byte Long = 2;
    private const byte IsCommand = 4;
    private const int LongestFrame = 1 << 24;

    private readonly TcpClient _tcp = new() { NoDelay = true };
    private NetworkStream? _stream;

    /// <summary>Opens the TCP connection.</summary>
    public async Task ConnectAsync(string host, int port, CancellationToken stop)
    {
        await _tcp.ConnectAsync(host, port, stop);
        _stream = _tcp.GetStream();
    }

    /// <summary>Sends the greeting and reads that of the peer. Returns the bytes that were received; a complete greeting has 64.</summary>
    public async Task<byte[]> GreetAsync(CancellationToken stop)
    {
        byte[] greeting = new byte[GreetingLength];
        greeting[0] = 0xff;
        greeting[9] = 0x7f;
        greeting[10] = 3;
        "NULL"u8.CopyTo(greeting.AsSpan(12));
        await _stream!.WriteAsync(greeting, stop);
        byte[] theirs = new byte[GreetingLength];
        int length = 0;
        try
        {
            // Stop waiting as soon as the bytes cannot be a greeting.
            while (length < GreetingLength && (length == 0 || theirs[0] == 0xff))
            {
                int read = await _stream.ReadAsync(theirs.AsMemory(length), stop);
                length += read > 0 ? read : throw new IOException("closed");
            }
        }
        catch (Exception cut) when (cut is IOException or OperationCanceledException)
        {
        }

        return theirs[..length];
    }

    /// <summary>Sends READY as a DEALER and reads that of the peer.</summary>
    /// <returns>The socket type of the peer, such as <c>ROUTER</c>. Empty if its READY does not state it.</returns>
    public async Task<string> HandshakeAsync(CancellationToken stop)
    {
        await WriteAsync(IsCommand, [5, .. "READY"u8, .. Property("Socket-Type", "DEALER"), .. Property("Identity", "")], stop);
        while (true)
        {
            (byte flags, byte[] body) = await ReadFrameAsync(stop);
            if ((flags & IsCommand) != 0)
            {
                return SocketType(body);
            }
        }
    }

    /// <summary>Sends a message of an empty delimiter and an event.</summary>
    public async Task SendAsync(byte[] body, CancellationToken stop)
    {
        await WriteAsync(More, [], stop);
        await WriteAsync(0, body, stop);
    }

    /// <summary>Returns the last frame of the next message.</summary>
    public async Task<byte[]> ReceiveAsync(CancellationToken stop)
    {
        while (true)
        {
            (byte flags, byte[] body) = await ReadFrameAsync(stop);
            if ((flags & (IsCommand | More)) == 0)
            {
                return body;
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        return default;
    }

    private async Task WriteAsync(byte flags, byte[] body, CancellationToken stop)
    {
        byte[] length = body.Length < 256 ? [flags, (byte)body.Length] : new byte[9];
        if (body.Length >= 256)
        {
            length[0] = (byte)(flags | Long);
            BinaryPrimitives.WriteInt64BigEndian(length.AsSpan(1), body.Length);
        }

        await _stream!.WriteAsync((byte[])[.. length, .. body], stop);
    }

    private async Task<(byte Flags, byte[] Body)> ReadFrameAsync(CancellationToken stop)
    {
        byte[] head = new byte[9];
        await _stream!.ReadExactlyAsync(head.AsMemory(0, 2), stop);
        long length = head[1];
        if ((head[0] & Long) != 0)
        {
            await _stream.ReadExactlyAsync(head.AsMemory(2, 7), stop);
            length = BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(1));
        }

        byte[] body = new byte[length is >= 0 and <= LongestFrame ? length : throw new IOException($"a frame of {length} bytes came")];
        await _stream.ReadExactlyAsync(body, stop);
        return (head[0], body);
    }

    private static byte[] Property(string name, string value)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        return [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. length, .. Encoding.ASCII.GetBytes(value)];
    }

    private static string SocketType(byte[] ready)
    {
        const string Key = "Socket-Type";
        string text = Encoding.Latin1.GetString(ready);
        int place = text.IndexOf(Key, StringComparison.OrdinalIgnoreCase) + Key.Length;
        return place >= Key.Length && place + 4 <= ready.Length
            && BinaryPrimitives.ReadInt32BigEndian(ready.AsSpan(place)) is >= 0 and < 32 and int length
            && place + 4 + length <= text.Length ? text.Substring(place + 4, length) : "";
    }
}
