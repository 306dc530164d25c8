namespace ZeroRpc.Transport;

/// <summary>
/// The backlogs of a transport by route: messages that were accepted but have not been sent. Used for
/// <see cref="ITransport.WaitForRoomAsync"/> by transports that have no queue per route. Thread-safe.
/// </summary>
internal sealed class Backlogs(int maxMessages = Backlog.MaxMessages, int maxBytes = Backlog.MaxBytes)
{
    /// <summary>
    /// The largest number of waiting bytes of a publisher, which drops messages instead of waiting. Allows for a burst that the socket has
    /// not sent yet.
    /// </summary>
    private const int MaxPublishedBytes = 64 * 1024 * 1024;

    // Empty entries are reused up to this number. Above it they are removed, because peers can reconnect under ever new identities.
    private const int KeptEntries = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<PeerRoute, Backlog> _backlogs = [];
    private bool _closed;

    /// <summary>Creates the backlogs of a transport.</summary>
    public static Backlogs For(TransportOptions options) =>
        options.Role == SocketRole.Publish ? new Backlogs(options.HighWaterMark, MaxPublishedBytes) : new Backlogs();

    /// <summary>Adds a message that was accepted for <c>route</c>.</summary>
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

    /// <summary>Removes a message for <c>route</c> that was sent or dropped.</summary>
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

    /// <summary>Returns true if the backlog of <c>route</c> is not full.</summary>
    public bool HasRoom(PeerRoute route)
    {
        lock (_gate)
        {
            return !_backlogs.TryGetValue(route, out Backlog? backlog) || !backlog.IsFull;
        }
    }

    /// <summary>
    /// Completes immediately if the backlog of <c>route</c> is not full; otherwise when it has fallen to half, or the transport closes.
    /// </summary>
    public ValueTask WaitForRoomAsync(PeerRoute route, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _backlogs.TryGetValue(route, out Backlog? backlog)
                ? backlog.WaitForRoomAsync(cancellationToken)
                : ValueTask.CompletedTask;
        }
    }

    /// <summary>Closes all backlogs and releases the waiting producers.</summary>
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
