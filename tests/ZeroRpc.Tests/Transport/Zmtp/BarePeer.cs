using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>A bare socket that says in ZMTP what the test says, right or wrong, and blocks the calling thread until it has heard.</summary>
internal sealed class BarePeer : IDisposable
{
    private const int GreetingLength = 64;

    private readonly Socket _socket;

    private BarePeer(Socket socket)
    {
        _socket = socket;
        if (socket.AddressFamily != AddressFamily.Unix)
        {
            _socket.NoDelay = true;
        }

        _socket.ReceiveTimeout = _socket.SendTimeout = (int)RecordingSink.HangGuard.TotalMilliseconds;
    }

    /// <summary>Connects to an endpoint and says nothing yet.</summary>
    public static BarePeer Connect(string endpoint)
    {
        EndPoint address = endpoint.StartsWith("ipc://", StringComparison.Ordinal)
            ? new UnixDomainSocketEndPoint(endpoint["ipc://".Length..])
            : IPEndPoint.Parse(endpoint["tcp://".Length..]);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(address);
        return new BarePeer(socket);
    }

    /// <summary>Takes the next that connects.</summary>
    public static BarePeer Accept(Socket listener) => new(listener.Accept());

    /// <summary>A socket that listens, and its endpoint.</summary>
    public static Socket Listen(out string endpoint)
    {
        Socket listener = ListenAt("tcp://127.0.0.1:0");
        endpoint = $"tcp://{listener.LocalEndPoint}";
        return listener;
    }

    /// <summary>A socket that listens on an endpoint.</summary>
    public static Socket ListenAt(string endpoint)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(IPEndPoint.Parse(endpoint["tcp://".Length..]));
        listener.Listen();
        return listener;
    }

    /// <summary>A greeting in order, but for what is given.</summary>
    public static byte[] Greeting(byte major = 3, byte minor = 0, string mechanism = "NULL")
    {
        byte[] greeting = new byte[GreetingLength];
        greeting[0] = 0xFF;
        greeting[9] = 0x7F;
        greeting[10] = major;
        greeting[11] = minor;
        System.Text.Encoding.ASCII.GetBytes(mechanism).CopyTo(greeting, 12);
        return greeting;
    }

    /// <summary>A READY in order.</summary>
    public static byte[] Ready(string type, byte[]? identity = null, params byte[][] more) =>
        Command("READY", [.. Property("Socket-Type", System.Text.Encoding.ASCII.GetBytes(type)), .. Property("Identity", identity ?? []), .. more.SelectMany(m => m)]);

    /// <summary>A property of READY.</summary>
    public static byte[] Property(string name, byte[] value)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        return [(byte)name.Length, .. System.Text.Encoding.ASCII.GetBytes(name), .. length, .. value];
    }

    /// <summary>A command frame.</summary>
    public static byte[] Command(string name, byte[] data) =>
        Frame([(byte)name.Length, .. System.Text.Encoding.ASCII.GetBytes(name), .. data], flags: 4);

    /// <summary>A frame.</summary>
    public static byte[] Frame(byte[] payload, byte flags = 0)
    {
        if (payload.Length < 256)
        {
            return [flags, (byte)payload.Length, .. payload];
        }

        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(length, payload.Length);
        return [(byte)(flags | 2), .. length, .. payload];
    }

    /// <summary>Does the whole handshake, and gives the frame in which the other side says what it is.</summary>
    public byte[] Handshake(string type, byte[]? identity = null, byte minor = 0)
    {
        Send([.. Greeting(minor: minor), .. Ready(type, identity)]);
        ReadExactly(GreetingLength);
        return ReadFrame().Payload;
    }

    /// <summary>Sends bytes as they are.</summary>
    public void Send(params byte[] bytes)
    {
        for (int sent = 0; sent < bytes.Length;)
        {
            sent += _socket.Send(bytes.AsSpan(sent));
        }
    }

    /// <summary>Sends an event in its envelope.</summary>
    public void SendEvent(byte[] body) => Send([.. Frame([], flags: 1), .. Frame(body)]);

    /// <summary>The next frame.</summary>
    public (byte Flags, byte[] Payload) ReadFrame()
    {
        byte flags = ReadExactly(1)[0];
        long length = (flags & 2) == 0 ? ReadExactly(1)[0] : BinaryPrimitives.ReadInt64BigEndian(ReadExactly(8));
        return (flags, ReadExactly((int)length));
    }

    /// <summary>The last frame of the next message.</summary>
    public byte[] ReadEvent()
    {
        while (true)
        {
            (byte flags, byte[] payload) = ReadFrame();
            if ((flags & 5) == 0)
            {
                return payload;
            }
        }
    }

    /// <summary>So many bytes.</summary>
    public byte[] ReadExactly(int count)
    {
        byte[] bytes = new byte[count];
        for (int read = 0; read < count;)
        {
            int got = _socket.Receive(bytes.AsSpan(read));
            read += got > 0 ? got : throw new EndOfStreamException();
        }

        return bytes;
    }

    /// <summary>Waits until the other side has closed the connection; what it says before is thrown away.</summary>
    public void AssertCutOff()
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (_socket.Receive(buffer) > 0)
            {
            }
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
        }
    }

    public void Dispose() => _socket.Dispose();
}
