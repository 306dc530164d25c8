using System.Net.Sockets;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Cli.Commands.Explain;

/// <summary>
/// A DEALER socket by hand (ZMTP 3.1), which shows each step of a connection: the greetings, the handshake, the frames. ZeroMQ's own sockets hide
/// all that.
/// </summary>
internal sealed class ZmtpProbe(ISecurity? security) : IAsyncDisposable, IMechanismHost
{
    private const int VersionEnd = 12;
    private const int LongestFrame = 1 << 24;

    private readonly TcpClient _tcp = new() { NoDelay = true };
    private NetworkStream? _stream;
    private IMechanism? _mechanism;

    /// <inheritdoc/>
    string IMechanismHost.Address => $"{_tcp.Client.RemoteEndPoint}";

    /// <summary>The mechanism of this side.</summary>
    public IMechanism Mechanism => _mechanism ??= security?.NewMechanism(SocketRole.Dealer, this) ?? new NullMechanism(SocketRole.Dealer);

    /// <summary>Opens the TCP connection.</summary>
    public async Task ConnectAsync(string host, int port, CancellationToken stop)
    {
        await _tcp.ConnectAsync(host, port, stop);
        _stream = _tcp.GetStream();
    }

    /// <summary>
    /// Begins our greeting and reads the peer's, as far as it comes: 64 bytes are whole. Our mechanism is not named yet: libzmq closes at another
    /// one than its own, before it has said which that is.
    /// </summary>
    public async Task<byte[]> GreetAsync(CancellationToken stop)
    {
        await _stream!.WriteAsync(OurGreeting().AsMemory(0, VersionEnd), stop);
        byte[] theirs = new byte[Greeting.Length];
        int length = 0;
        try
        {
            // Bytes that are not a greeting end the wait.
            while (length < theirs.Length && (length == 0 || theirs[0] == 0xff))
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

    /// <summary>Ends our greeting and does the handshake.</summary>
    /// <returns>The type of the peer's socket, such as <c>ROUTER</c>.</returns>
    /// <exception cref="PeerFault">The peer refuses us, or is not to be spoken with.</exception>
    public async Task<string> HandshakeAsync(CancellationToken stop)
    {
        await _stream!.WriteAsync(OurGreeting().AsMemory(VersionEnd), stop);

        // With NULL each side sends READY without being asked. The peer's is read first, because libzmq closes the connection when it reads the
        // READY of a socket that does not go with its own, perhaps before its own READY has left.
        bool peerIsFirst = Mechanism is NullMechanism;
        if (!peerIsFirst)
        {
            await _stream.WriteAsync(Mechanism.Begin(), stop);
        }

        while (Mechanism.Peer is null)
        {
            Frame frame = await ReadFrameAsync(stop);
            if (frame.Header.IsCommand)
            {
                await _stream.WriteAsync(Mechanism.OnCommand(Command.Read(frame.Payload)), stop);
            }
        }

        if (peerIsFirst)
        {
            await _stream.WriteAsync(Mechanism.Begin(), stop);
        }

        return Mechanism.Peer.SocketType;
    }

    /// <summary>Sends a message of an empty delimiter and an event.</summary>
    public async Task SendAsync(byte[] body, CancellationToken stop)
    {
        var buffer = new SendBuffer();
        buffer.AddFrame(default, hasMore: true);
        buffer.AddFrame(body, hasMore: false);
        FrameSealer? sealer = Mechanism.Cipher is { } cipher ? new FrameSealer(cipher) : null;
        while ((sealer?.Next(buffer) ?? buffer) is { Length: > 0 } next)
        {
            byte[] bytes = next.Next.ToArray();
            next.Remove(bytes.Length);
            await _stream!.WriteAsync(bytes, stop);
        }
    }

    /// <summary>Returns the last frame of the next message.</summary>
    public async Task<byte[]> ReceiveAsync(CancellationToken stop)
    {
        while (true)
        {
            Frame frame = await ReadFrameAsync(stop);
            if (Mechanism.Cipher is { } cipher)
            {
                frame = cipher.Open(frame);
            }

            if (frame.Header is { IsCommand: false, HasMore: false })
            {
                return frame.Payload.ToArray();
            }
        }
    }

    /// <inheritdoc/>
    void IMechanismHost.Continue(Func<byte[]> step) => throw new NotSupportedException("A client's mechanism waits for nothing but its server.");

    public ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        _mechanism?.Dispose();
        return default;
    }

    private byte[] OurGreeting() => Greeting.Of(Mechanism.Name, Mechanism.IsServer);

    private async Task<Frame> ReadFrameAsync(CancellationToken stop)
    {
        byte[] head = new byte[FrameHeader.MaxSize];
        int size = 0;
        FrameHeader header;
        while (FrameHeader.Read(head.AsSpan(0, size), out header) == 0)
        {
            await _stream!.ReadExactlyAsync(head.AsMemory(size, 1), stop);
            size++;
        }

        byte[] body = new byte[header.Length <= LongestFrame ? header.Length : throw new IOException($"a frame of {header.Length} bytes came")];
        await _stream!.ReadExactlyAsync(body, stop);
        return new Frame(header, body, BodyMemory.Kept);
    }
}
