namespace ZeroRpc;

/// <summary>The options of a <see cref="ZeroRpcClient"/>. The defaults are those of Python.</summary>
public class ZeroRpcClientOptions : ZeroRpcOptions
{
    /// <summary>
    /// How long a call waits for its first reply. The default is 30 s; null waits without limit. Between stream items there is no timeout,
    /// only the heartbeat.
    /// </summary>
    public TimeSpan? Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a call waits for a connection before it fails with <see cref="NotConnectedException"/> without being sent. Null, the
    /// default, waits as long as the timeout of the call. <see cref="TimeSpan.Zero"/> fails immediately if no peer is connected.
    /// </summary>
    public TimeSpan? ConnectTimeout { get; set; }

    /// <summary>
    /// Whether heartbeats start only after the remote has sent one, as with Python's command line. A remote that sends no heartbeats is
    /// then never lost, and a call without a reply ends at its timeout. False by default.
    /// </summary>
    public bool PassiveHeartbeat { get; set; }

    /// <summary>
    /// Resolves a name that is passed to <see cref="ZeroRpcClient.Connect"/>, such as <c>service://name</c>, to the current endpoints of
    /// the servers. Null, the default, passes names on as endpoints. The resolver is called again every <see cref="ResolveInterval"/> and
    /// when a connection is lost. Servers are added and removed according to its result; calls on a removed server complete. If the
    /// resolver throws or returns no endpoint, this is logged and it is called again after a back-off. Until it succeeds for the first
    /// time, calls fail with <see cref="ZeroRpcEndpointException"/>. Runs on the thread pool.
    /// </summary>
    public Func<string, CancellationToken, ValueTask<IReadOnlyList<string>>>? ResolveEndpoint { get; set; }

    /// <summary>
    /// The interval at which <see cref="ResolveEndpoint"/> is called. The default is 30 s; the minimum is 1 s and the maximum 24 days.
    /// </summary>
    public TimeSpan ResolveInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Interceptors that run around each call, the first one outermost. Empty by default.</summary>
    public IList<ClientInterceptor> Interceptors { get; } = [];

    /// <summary>Which failed calls are retried, and how often. Null, the default, disables retries.</summary>
    public ZeroRpcRetryOptions? Retry { get; set; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        ValidateNoNull(Interceptors, nameof(Interceptors));
        Retry?.Validate();
        if (Timeout is { } timeout)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero, nameof(Timeout));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(ResolveInterval, TimeSpan.FromSeconds(1), nameof(ResolveInterval));
        ValidateTimer(ResolveInterval, nameof(ResolveInterval));
        if (ConnectTimeout is { } connectTimeout)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(connectTimeout, TimeSpan.Zero, nameof(ConnectTimeout));
        }
    }
}
