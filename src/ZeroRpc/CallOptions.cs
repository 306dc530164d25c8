namespace ZeroRpc;

/// <summary>
/// The options of one call, which override the client's options. They come before the arguments, so that they are not mistaken for an
/// argument.
/// </summary>
public readonly record struct CallOptions
{
    // Not an int?, whose flag in addition to the other flag would enlarge the state of every pending call.
    private readonly int _window;
    private readonly bool _hasWindow;

    /// <summary>Cancels the call. A .NET server is told immediately; other servers notice when the heartbeats stop.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>
    /// How long to wait for the first reply. Null, the default, for the client's <see cref="ZeroRpcClientOptions.Timeout"/>;
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> to wait without limit.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// How long to wait for a connection. Null, the default, for the client's <see cref="ZeroRpcClientOptions.ConnectTimeout"/>.
    /// </summary>
    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>
    /// The number of stream items that the remote can send ahead of the reader. Null, the default, for the client's
    /// <see cref="ZeroRpcChannelOptions.Window"/>. The minimum is 2.
    /// </summary>
    public int? Window
    {
        get => _hasWindow ? _window : null;
        init
        {
            _hasWindow = value.HasValue;
            _window = value.GetValueOrDefault();
        }
    }

    /// <summary>
    /// Entries to add to the header of the request. Peers ignore entries that they do not know. Null, the default, for none.
    /// </summary>
    public IReadOnlyDictionary<string, object?>? Headers { get; init; }

    /// <summary>
    /// Whether the method can run twice without harm, so that the call can be retried. False by default. Only retries use this option.
    /// </summary>
    public bool IsIdempotent { get; init; }

    /// <summary>Whether the call uses the client's options, apart from the token and <see cref="IsIdempotent"/>.</summary>
    internal bool IsPlain => Timeout is null && ConnectTimeout is null && Window is null && Headers is null;

    /// <summary>Returns these options. Options that are not set are taken from <paramref name="others"/>.</summary>
    internal CallOptions Over(in CallOptions others) => new()
    {
        CancellationToken = CancellationToken.CanBeCanceled ? CancellationToken : others.CancellationToken,
        Timeout = Timeout ?? others.Timeout,
        ConnectTimeout = ConnectTimeout ?? others.ConnectTimeout,
        Window = Window ?? others.Window,
        Headers = Headers ?? others.Headers,
        IsIdempotent = IsIdempotent || others.IsIdempotent,
    };
}
