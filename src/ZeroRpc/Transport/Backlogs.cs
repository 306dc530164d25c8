using System.Diagnostics.CodeAnalysis;

namespace ZeroRpc.Transport;

/// <summary>
/// How much was taken for each route and has not yet left: what <see cref="ITransport.WaitForRoomAsync"/> goes by. A route is full at
/// so many messages or bytes and has room again at half of both. Thread-safe.
/// </summary>
internal sealed class Backlogs(int maxMessages = Backlogs.MaxMessages, int maxBytes = Backlogs.MaxBytes)
{
    /// <summary>Messages that may wait on one route before its producers do.</summary>
    public const int MaxMessages = 256;

    /// <summary>Bytes that may wait on one route before its producers do.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>
    /// Bytes that a publisher, which does not wait, may leave before it drops: a burst that the socket has not yet got to.
    /// </summary>
    private const int MaxPublishedBytes = 64 * 1024 * 1024;

    // Empty entries are kept for the next message, up to this many: peers come and go under new identities.
    private const int KeptEntries = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<PeerRoute, Entry> _entries = [];
    private bool _closed;

    /// <summary>The backlogs of a transport.</summary>
    public static Backlogs For(TransportOptions options) =>
        options.Role == SocketRole.Publish ? new Backlogs(options.HighWaterMark, MaxPublishedBytes) : new Backlogs();

    /// <summary>A message for <paramref name="route"/> was taken.</summary>
    public void Add(PeerRoute route, int bytes)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(route, out Entry? entry))
            {
                _entries.Add(route, entry = new Entry());
            }

            entry.Messages++;
            entry.Bytes += bytes;
        }
    }

    /// <summary>A message for <paramref name="route"/> left, or was dropped.</summary>
    public void Remove(PeerRoute route, int bytes)
    {
        TaskCompletionSource? room = null;
        lock (_gate)
        {
            if (!_entries.TryGetValue(route, out Entry? entry))
            {
                return;
            }

            entry.Messages--;
            entry.Bytes -= bytes;
            if (entry.Messages <= maxMessages / 2 && entry.Bytes <= maxBytes / 2)
            {
                (room, entry.Room) = (entry.Room, null);
            }

            if (entry.Messages <= 0 && _entries.Count > KeptEntries)
            {
                _entries.Remove(route);
            }
        }

        room?.TrySetResult();
    }

    /// <summary>Whether <paramref name="route"/> is not full.</summary>
    public bool HasRoom(PeerRoute route)
    {
        lock (_gate)
        {
            return !IsFull(route, out _);
        }
    }

    /// <summary>Completes at once when <paramref name="route"/> is not full, else when it has fallen to half, or the transport ends.</summary>
    public ValueTask WaitForRoomAsync(PeerRoute route, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!IsFull(route, out Entry? entry))
            {
                return ValueTask.CompletedTask;
            }

            entry.Room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(entry.Room.Task.WaitAsync(cancellationToken));
        }
    }

    /// <summary>The transport ends: nobody waits any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (Entry entry in _entries.Values)
            {
                entry.Room?.TrySetResult();
            }

            _entries.Clear();
        }
    }

    private bool IsFull(PeerRoute route, [NotNullWhen(true)] out Entry? entry)
    {
        entry = null;
        return !_closed && _entries.TryGetValue(route, out entry)
            && (entry.Room is not null || entry.Messages >= maxMessages || entry.Bytes >= maxBytes);
    }

    private sealed class Entry
    {
        public int Messages { get; set; }

        public long Bytes { get; set; }

        /// <summary>Completes at half; there is one while somebody waits.</summary>
        public TaskCompletionSource? Room { get; set; }
    }
}
