using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// Waits with Linux's epoll. The cost of a wait depends on the number of ready sockets, not on the number of watched sockets. Each watch of
/// a socket has its own key. Events are matched by key and not by descriptor, because the system reuses the descriptor of a closed socket,
/// even within one turn of the loop.
/// </summary>
internal sealed class EpollPoller : IPoller
{
    /// <summary>The largest number of events that one wait reports. The kernel reports the others in turn at the next waits.</summary>
    private const int MaxEvents = 256;

    private const long WakeUpKey = -1;

    private readonly SafeFileHandle _epoll = Epoll.Create();
    private readonly EpollEvents _events = new(MaxEvents);
    private readonly Dictionary<long, IoRegistration> _watched = [];
    private long _lastKey;

    /// <summary>Creates a poller that also waits for a loop's wake-up socket.</summary>
    public EpollPoller(Socket wakeUp) => Epoll.Watch(_epoll, wakeUp.SafeHandle, Epoll.In, WakeUpKey);

    /// <inheritdoc/>
    public int Capacity => int.MaxValue;

    /// <inheritdoc/>
    public List<ReadySource> Ready { get; } = [];

    /// <inheritdoc/>
    public bool IsWokenUp { get; private set; }

    /// <inheritdoc/>
    public IEnumerable<IoRegistration> Watched => _watched.Values;

    /// <inheritdoc/>
    public void Watch(IoRegistration registration, Socket? socket, Interest interest)
    {
        if (registration.Socket != socket || interest == Interest.None)
        {
            Remove(registration);
        }

        if (socket is null || interest == Interest.None)
        {
            return; // A socket is not left registered without events, because epoll would report the end of its connection again and again.
        }

        if (registration.Socket is null)
        {
            long key = ++_lastKey;
            Epoll.Watch(_epoll, socket.SafeHandle, EventsOf(interest), key);
            _watched.Add(key, registration);
            (registration.Socket, registration.Key) = (socket, key);
        }
        else
        {
            Epoll.Change(_epoll, socket.SafeHandle, EventsOf(interest), registration.Key);
        }

        registration.Interest = interest;
    }

    /// <inheritdoc/>
    public void Remove(IoRegistration registration)
    {
        if (registration.Socket is not { } socket)
        {
            return;
        }

        _watched.Remove(registration.Key);
        (registration.Socket, registration.Key, registration.Interest) = (null, 0, Interest.None);
        try
        {
            Epoll.Remove(_epoll, socket.SafeHandle);
        }
        catch (ObjectDisposedException)
        {
            // The system has stopped watching the socket because it is closed. The handle throws, so that the descriptor's next owner is
            // not affected.
        }
    }

    /// <inheritdoc/>
    public bool Wait(int milliseconds)
    {
        Ready.Clear();
        IsWokenUp = false;
        int count = Epoll.Wait(_epoll, _events, milliseconds);
        for (int i = 0; i < count; i++)
        {
            (uint events, long key) = _events[i];
            if (key == WakeUpKey)
            {
                IsWokenUp = true;
            }
            else if (_watched.TryGetValue(key, out IoRegistration? registration))
            {
                Ready.Add(new ReadySource(registration, key, Met(registration.Interest, events)));
            }
        }

        return count > 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _epoll.Dispose();

    private static uint EventsOf(Interest interest) =>
        ((interest & Interest.Read) != 0 ? Epoll.In : 0) | ((interest & (Interest.Write | Interest.Connect)) != 0 ? Epoll.Out : 0);

    // A socket that has failed or ended is ready for everything. The source learns the reason when it reads or writes.
    private static Interest Met(Interest interest, uint events) =>
        (events & (Epoll.Err | Epoll.Hup)) != 0 ? interest
        : interest & (((events & Epoll.In) != 0 ? Interest.Read : 0) | ((events & Epoll.Out) != 0 ? Interest.Write | Interest.Connect : 0));
}
