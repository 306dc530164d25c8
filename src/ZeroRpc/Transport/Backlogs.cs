namespace ZeroRpc.Transport;

/// <summary>
/// How much was taken for each route and has not yet left: what <see cref="ITransport.WaitForRoomAsync"/> goes by, where the transport has
/// nothing of its own for a route. Thread-safe.
/// </summary>
internal sealed class Backlogs(int maxMessages = Backlog.MaxMessages, int maxBytes = Backlog.MaxBytes)
{
    /// <summary>
    /// Bytes that a publisher, which does not wait, may leave before it drops: a burst that the socket has not yet got to.
    /// </summary>
    private const int MaxPublishedBytes = 64 * 1024 * 1024;

    // Empty entries are kept for the next message, up to this many: peers come and go under new identities.
    private const int KeptEntries = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<PeerRoute, Backlog> _backlogs = [];
    private bool _closed;

    /// <summary>The backlogs of a transport.</summary>
    public static Backlogs For(TransportOptions options) =>
        options.Role == SocketRole.Publish ? new Backlogs(options.HighWaterMark, MaxPublishedBytes) : new Backlogs();

    /// <summary>A message for <paramref name="route"/> was taken.</summary>
    public void Add(PeerRoute route, int bytes)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                if (!_backlogs.TryGetValue(route, out Backlog? backlog))
                {
                    _backlogs.Add(route, backlog = new Backlog(maxMessages, maxBytes));
                }

                backlog.Add(bytes);
            }
        }
    }

    /// <summary>A message for <paramref name="route"/> left, or was dropped.</summary>
    public void Remove(PeerRoute route, int bytes)
    {
        lock (_gate)
        {
            if (!_backlogs.TryGetValue(route, out Backlog? backlog))
            {
                return;
            }

            backlog.Remove(bytes);
            if (backlog.IsEmpty && _backlogs.Count > KeptEntries)
            {
                _backlogs.Remove(route);
            }
        }
    }

    /// <summary>Whether <paramref name="route"/> is not full.</summary>
    public bool HasRoom(PeerRoute route)
    {
        lock (_gate)
        {
            return !_backlogs.TryGetValue(route, out Backlog? backlog) || !backlog.IsFull;
        }
    }

    /// <summary>Completes at once when <paramref name="route"/> is not full, else when it has fallen to half, or the transport ends.</summary>
    public ValueTask WaitForRoomAsync(PeerRoute route, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _backlogs.TryGetValue(route, out Backlog? backlog)
                ? backlog.WaitForRoomAsync(cancellationToken)
                : ValueTask.CompletedTask;
        }
    }

    /// <summary>The transport ends: nobody waits any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (Backlog backlog in _backlogs.Values)
            {
                backlog.Close();
            }

            _backlogs.Clear();
        }
    }
}
