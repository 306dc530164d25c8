using System.Net;
using System.Net.Sockets;

namespace ZeroRpc.Threading;

/// <summary>
/// Wakes a thread that waits for sockets: a datagram socket on the loopback that is connected to itself, so it works wherever .NET does and
/// hears nobody else. A byte is sent only to a thread that has said it is going to sleep.
/// </summary>
internal sealed class WakeUp : IDisposable
{
    private static readonly byte[] Bell = [0];

    private readonly byte[] _byte = new byte[1];
    private int _asleep;

    /// <summary>Opens the socket.</summary>
    public WakeUp()
    {
        Socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        Socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Socket.Connect(Socket.LocalEndPoint!);
    }

    /// <summary>Readable when the thread was woken.</summary>
    public Socket Socket { get; }

    /// <summary>Whether the thread sleeps, or is about to.</summary>
    public bool IsAsleep => Volatile.Read(ref _asleep) != 0;

    /// <summary>Said by the thread before it looks for work a last time and then sleeps, so that no work can slip in between.</summary>
    public void FallAsleep() => Interlocked.Exchange(ref _asleep, 1);

    /// <summary>Said by the thread when it is awake again.</summary>
    public void Awake() => Interlocked.Exchange(ref _asleep, 0);

    /// <summary>Reads what woke the thread, when <see cref="Socket"/> is readable. There is hardly ever more than one byte.</summary>
    public void Drain() => Socket.Receive(_byte, SocketFlags.None, out _);

    /// <summary>Said by others after they left work: wakes the thread if it sleeps.</summary>
    public void Signal()
    {
        if (Interlocked.CompareExchange(ref _asleep, 0, 1) == 1)
        {
            Send();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Socket.Dispose();

    private void Send()
    {
        try
        {
            Socket.Send(Bell, SocketFlags.None, out _);
        }
        catch (ObjectDisposedException)
        {
            // The thread has ended meanwhile: there is nobody to wake.
        }
    }
}
