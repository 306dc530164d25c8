namespace ZeroRpc;

/// <summary>
/// The options of one push, which override the options of the pusher. They come before the arguments, so that they are not mistaken for an
/// argument.
/// </summary>
public readonly record struct PushOptions
{
    /// <summary>Cancels the push. The event is then not sent, unless it is being passed to a connection at that moment.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>
    /// How long the push waits for a puller that accepts the event. Null, the default, for the pusher's
    /// <see cref="ZeroRpcPusherOptions.Timeout"/>; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> to wait without limit.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Entries to add to the header of the event. Peers ignore entries that they do not know. Null, the default, for none.
    /// </summary>
    public IReadOnlyDictionary<string, object?>? Headers { get; init; }
}
