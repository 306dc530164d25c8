namespace ZeroRpc.Transport;

/// <summary>
/// How much was taken for each route and has not yet left: what <see cref="ITransport.WaitForRoomAsync"/> goes by, where the transport has
/// nothing of its own for a route. Thread-safe.
/// </summary>
internal sealed class Backlogs
{
    // Empty entries are kept for the next message, up to this many: peers come and go under new identities.
    private const int KeptEntries = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<PeerRoute, Backlog> _backlogs = [];
    private bool _closed;

    /// <summary>A message for <paramref name="route"/> was taken.</summary>
    public void Add(PeerRoute route, int bytes)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                if (!_backlogs.TryGetValue(route, out Backlog? backlog))
                {
                    _backlogs.Add(route, backlog = new Backlog());
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
