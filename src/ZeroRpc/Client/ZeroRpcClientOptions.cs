namespace ZeroRpc;

/// <summary>The options of a <see cref="ZeroRpcClient"/>. The defaults are those of Python.</summary>
public class ZeroRpcClientOptions : ZeroRpcChannelOptions
{
    /// <summary>
    /// The wait for a call's first reply: 30 s by default, <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> without limit. Between the
    /// items of a stream only the heartbeat counts.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a call waits for a connection before it fails with <see cref="NotConnectedException"/> without being sent. Null, the
    /// default, waits as long as the timeout of the call. <see cref="TimeSpan.Zero"/> fails immediately if no peer is connected.
    /// </summary>
    public TimeSpan? ConnectTimeout { get; set; }

    /// <summary>
    /// Whether heartbeats start only after the remote has sent one, as with Python's command line. A remote that sends no heartbeats is
    /// then never lost, and a call without a reply ends at its timeout. False by default.
    /// </summary>
    public bool IsHeartbeatPassive { get; set; }

    /// <summary>
    /// Turns what is given to <see cref="ZeroRpcClient.Connect"/>, such as <c>service://name</c>, into the endpoints at which the service is
    /// now; null, the default, takes it for an endpoint. The resolver is asked again every <see cref="ResolveInterval"/> and when a connection
    /// was lost. The client connects to endpoints that are new in the answer; calls to an endpoint that is no longer in it may finish. A
    /// resolver that throws, or gives no endpoint that can be used, is logged and asked again after a back-off. Until it has succeeded for one
    /// of the client's names, calls fail with <see cref="ZeroRpcEndpointException"/>. Runs on the thread pool.
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
        ValidateTimeout(Timeout, nameof(Timeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(ResolveInterval, TimeSpan.FromSeconds(1), nameof(ResolveInterval));
        ValidateTimer(ResolveInterval, nameof(ResolveInterval));
        if (ConnectTimeout is { } connectTimeout)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(connectTimeout, TimeSpan.Zero, nameof(ConnectTimeout));
        }
    }
}
