namespace ZeroRpc;

/// <summary>How a <see cref="ZeroRpcClient"/> calls. Defaults are Python's.</summary>
public class ZeroRpcClientOptions : ZeroRpcOptions
{
    /// <summary>
    /// The wait for a call's first reply: 30 s by default, <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> without limit. Between the
    /// items of a stream only the heartbeat counts.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a call waits for a connection before it fails with <see cref="NotConnectedException"/>, unsent. Null, the default, waits as
    /// long as the call's timeout; <see cref="TimeSpan.Zero"/> fails at once unless a peer is connected.
    /// </summary>
    public TimeSpan? ConnectTimeout { get; set; }

    /// <summary>
    /// Whether heartbeats start only when the remote has sent one, as Python's command line does: then a remote that sends none is never
    /// lost, and against nobody a call ends by its timeout. False by default.
    /// </summary>
    public bool PassiveHeartbeat { get; set; }

    /// <summary>
    /// Turns what is given to <see cref="ZeroRpcClient.Connect"/>, such as <c>service://name</c>, into the endpoints at which the service is
    /// now; null, the default, takes it for an endpoint. The resolver is asked again every <see cref="ResolveInterval"/> and when a connection
    /// was lost. The client connects to endpoints that are new in the answer; calls to an endpoint that is no longer in it may finish. A
    /// resolver that throws, or gives no endpoint that can be used, is logged and asked again after a back-off. Until it has succeeded for one
    /// of the client's names, calls fail with <see cref="ZeroRpcEndpointException"/>. Runs on the thread pool.
    /// </summary>
    public Func<string, CancellationToken, ValueTask<IReadOnlyList<string>>>? ResolveEndpoint { get; set; }

    /// <summary>How often <see cref="ResolveEndpoint"/> is asked; 30 s by default, at least 1 s.</summary>
    public TimeSpan ResolveInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What runs around each call, the first outermost; none by default.</summary>
    public IList<ClientInterceptor> Interceptors { get; } = [];

    /// <summary>Which failed calls are made again, and how often; null, the default, for none.</summary>
    public ZeroRpcRetryOptions? Retry { get; set; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        ValidateNoNull(Interceptors, nameof(Interceptors));
        Retry?.Validate();
        ValidateTimeout(Timeout, nameof(Timeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(ResolveInterval, TimeSpan.FromSeconds(1), nameof(ResolveInterval));
        ValidateTimer(ResolveInterval, nameof(ResolveInterval));
        if (ConnectTimeout is { } connectTimeout)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(connectTimeout, TimeSpan.Zero, nameof(ConnectTimeout));
        }
    }
}
