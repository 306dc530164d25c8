namespace ZeroRpc;

/// <summary>
/// What one push wants otherwise than the pusher's options. It stands before the arguments, so that it is never taken for one.
/// </summary>
public readonly record struct PushOptions
{
    /// <summary>Gives the push up; then it is not sent, unless it was being handed over at that moment.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>How long to wait for a peer that takes it; null for the pusher's <see cref="ZeroRpcPusherOptions.Timeout"/>,
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Entries to add to the event's header, where peers that do not know them ignore them; null for none.</summary>
    public IReadOnlyDictionary<string, object?>? Headers { get; init; }
}
