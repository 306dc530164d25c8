using System.Net;
using System.Net.Sockets;

namespace ZeroRpc.Threading;

/// <summary>
/// Wakes a thread that waits for sockets. Uses a loopback datagram socket that is connected to itself, which works on every system and
/// receives from no other socket. A byte is sent only if the thread has announced that it is going to sleep.
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

    /// <summary>Readable if the thread was woken.</summary>
    public Socket Socket { get; }

    /// <summary>Whether the thread sleeps or is about to.</summary>
    public bool IsAsleep => Volatile.Read(ref _asleep) != 0;

    /// <summary>
    /// Announces that the thread is going to sleep. The thread then checks for work a last time, so that no work is missed in between.
    /// </summary>
    public void FallAsleep() => Interlocked.Exchange(ref _asleep, 1);

    /// <summary>Announces that the thread is awake again.</summary>
    public void Awake() => Interlocked.Exchange(ref _asleep, 0);

    /// <summary>Reads the byte that woke the thread when <see cref="Socket"/> is readable. There is rarely more than one byte.</summary>
    public void Drain() => Socket.Receive(_byte, SocketFlags.None, out _);

    /// <summary>Wakes the thread if it sleeps. Called by other threads after they have added work.</summary>
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
            // The thread has ended, so there is none to wake.
        }
    }
}
