using System.Net.Sockets;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>Waits for the sockets of a loop's sources, and for what wakes the loop.</summary>
internal sealed class Poller(List<IoSource> sources, Socket bell)
{
    private readonly Dictionary<Socket, IoSource> _bySocket = [];
    private readonly List<Socket> _toRead = [];
    private readonly List<Socket> _toWrite = [];

    /// <summary>The sources that can be read.</summary>
    public List<IoSource> Readable { get; } = [];

    /// <summary>The sources that can be written.</summary>
    public List<IoSource> Writable { get; } = [];

    /// <summary>Whether the bell rang.</summary>
    public bool HasRung { get; private set; }

    /// <summary>The time of the first source that is due, when <see cref="Prepare"/> was called.</summary>
    public long DueAt { get; private set; } = long.MaxValue;

    /// <summary>Lists what to wait for, and gives the time of the first source that is due.</summary>
    public long Prepare()
    {
        _bySocket.Clear();
        _toRead.Clear();
        _toWrite.Clear();
        DueAt = long.MaxValue;
        foreach (IoSource source in sources)
        {
            DueAt = Math.Min(DueAt, source.DueAt);
            if (source.Socket is not { } socket)
            {
                continue;
            }

            _bySocket.Add(socket, source);
            if (source.WantsToRead)
            {
                _toRead.Add(socket);
            }

            if (source.WantsToWrite)
            {
                _toWrite.Add(socket);
            }
        }

        _toRead.Add(bell);
        return DueAt;
    }

    /// <summary>Waits so many milliseconds at most, less than none without end. False when the time ran out.</summary>
    public bool Poll(int milliseconds)
    {
        Readable.Clear();
        Writable.Clear();
        Socket.Select(_toRead, _toWrite, null, milliseconds < 0 ? -1 : milliseconds * 1000);
        bool any = _toRead.Count + _toWrite.Count > 0;
        HasRung = _toRead.Remove(bell);
        Find(_toRead, Readable);
        Find(_toWrite, Writable);
        return any;
    }

    private void Find(List<Socket> ready, List<IoSource> found)
    {
        foreach (Socket socket in ready)
        {
            found.Add(_bySocket[socket]);
        }
    }
}
