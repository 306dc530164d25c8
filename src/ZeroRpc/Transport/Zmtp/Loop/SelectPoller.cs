using System.Net.Sockets;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// Waits with <see cref="Socket.Select(System.Collections.IList, System.Collections.IList, System.Collections.IList, int)"/>, which every
/// system supports. The cost of a wait depends on the number of sockets, so a loop should have few.
/// </summary>
internal sealed class SelectPoller(Socket wakeUp) : IPoller
{
    private readonly Dictionary<Socket, IoRegistration> _watched = [];
    private readonly List<Socket> _toRead = [];
    private readonly List<Socket> _toWrite = [];
    private readonly List<Socket> _toFail = [];
    private long _lastKey;

    /// <inheritdoc/>
    public int Capacity => 64;

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
            return;
        }

        if (registration.Socket is null)
        {
            _watched.Add(socket, registration);
            (registration.Socket, registration.Key) = (socket, ++_lastKey);
        }

        registration.Interest = interest;
    }

    /// <inheritdoc/>
    public void Remove(IoRegistration registration)
    {
        if (registration.Socket is { } socket)
        {
            _watched.Remove(socket);
            (registration.Socket, registration.Key, registration.Interest) = (null, 0, Interest.None);
        }
    }

    /// <inheritdoc/>
    public bool Wait(int milliseconds)
    {
        Ready.Clear();
        IsWokenUp = false;
        List();
        Socket.Select(_toRead, _toWrite, _toFail, milliseconds < 0 ? -1 : milliseconds * 1000);
        bool any = _toRead.Count + _toWrite.Count + _toFail.Count > 0;
        IsWokenUp = _toRead.Remove(wakeUp);
        Report(_toWrite, Interest.Write | Interest.Connect);
        Report(_toFail, Interest.Connect);
        Report(_toRead, Interest.Read);
        return any;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void List()
    {
        _toRead.Clear();
        _toWrite.Clear();
        _toFail.Clear();
        _toRead.Add(wakeUp);
        foreach ((Socket socket, IoRegistration registration) in _watched)
        {
            ListFor(registration.Interest, socket);
        }
    }

    private void ListFor(Interest interest, Socket socket)
    {
        if ((interest & Interest.Read) != 0)
        {
            _toRead.Add(socket);
        }

        if ((interest & (Interest.Write | Interest.Connect)) != 0)
        {
            _toWrite.Add(socket);
        }

        // Windows reports a failed connection only in the error set. Other systems also report it in the write set.
        if ((interest & Interest.Connect) != 0)
        {
            _toFail.Add(socket);
        }
    }

    private void Report(List<Socket> sockets, Interest events)
    {
        foreach (Socket socket in sockets)
        {
            IoRegistration registration = _watched[socket];
            Ready.Add(new ReadySource(registration, registration.Key, events & registration.Interest));
        }
    }
}
