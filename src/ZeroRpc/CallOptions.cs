namespace ZeroRpc;

/// <summary>What one call wants otherwise than the client's options. It stands before the arguments, so that it is never taken for one.</summary>
public readonly record struct CallOptions
{
    // Not an int?, which with the other flag would make the state of every pending call larger.
    private readonly int _window;
    private readonly bool _hasWindow;

    /// <summary>Cancels the call; a .NET server hears of it at once, others when the heartbeats lapse.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>How long to wait for the first reply; null for the client's <see cref="ZeroRpcClientOptions.Timeout"/>,
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long to wait for a connection; null for the client's <see cref="ZeroRpcClientOptions.ConnectTimeout"/>.</summary>
    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>How many stream items may wait unread; null for the client's <see cref="ZeroRpcOptions.Window"/>. At least 2.</summary>
    public int? Window
    {
        get => _hasWindow ? _window : null;
        init
        {
            _hasWindow = value.HasValue;
            _window = value.GetValueOrDefault();
        }
    }

    /// <summary>Entries to add to the request's header, where peers that do not know them ignore them; null for none.</summary>
    public IReadOnlyDictionary<string, object?>? Headers { get; init; }

    /// <summary>Whether the call may run twice without harm, so that it may be retried; false unless set. Only retries read it.</summary>
    public bool Idempotent { get; init; }

    /// <summary>Whether the call goes by the client's options, its token apart.</summary>
    internal bool IsPlain => Timeout is null && ConnectTimeout is null && Window is null && Headers is null;

    /// <summary>These options, and what they leave open as <paramref name="others"/> have it.</summary>
    internal CallOptions Over(in CallOptions others) => new()
    {
        CancellationToken = CancellationToken.CanBeCanceled ? CancellationToken : others.CancellationToken,
        Timeout = Timeout ?? others.Timeout,
        ConnectTimeout = ConnectTimeout ?? others.ConnectTimeout,
        Window = Window ?? others.Window,
        Headers = Headers ?? others.Headers,
        Idempotent = Idempotent || others.Idempotent,
    };
}
