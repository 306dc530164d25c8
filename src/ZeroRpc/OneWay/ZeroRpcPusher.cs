using ZeroRpc.Client;
using ZeroRpc.OneWay;

namespace ZeroRpc;

/// <summary>
/// Pushes events to pullers, Python's or <see cref="ZeroRpcPuller"/>s: each to one of them, the next that has room, and waits while there
/// is none. Nobody answers. Thread-safe.
/// </summary>
/// <remarks>
/// That a push completed means that a connection has the event, not that it was handled: ZeroMQ has no acknowledgement, and a peer that
/// dies takes with it what lay in its queues and in the connection's.
/// </remarks>
public sealed class ZeroRpcPusher : ZeroRpcSocket
{
    private readonly EventPusher _pusher;

    /// <summary>Makes one with default options and without an endpoint: connect or bind it.</summary>
    public ZeroRpcPusher()
        : this(new ZeroRpcPusherOptions())
    {
    }

    /// <summary>Makes one without an endpoint: connect or bind it.</summary>
    /// <param name="options">Its options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ZeroRpcPusher(ZeroRpcPusherOptions options)
        : this(new EventPusher(options ?? throw new ArgumentNullException(nameof(options))))
    {
    }

    private ZeroRpcPusher(EventPusher pusher)
        : base(pusher.Sockets) => _pusher = pusher;

    /// <summary>How many events a connection has taken.</summary>
    public long SentCount => _pusher.Sent;

    /// <summary>How many events wait for a puller that takes them.</summary>
    public int WaitingCount => _pusher.Waiting;

    /// <summary>Pushes an event. Events leave in the order of the calls, awaited or not.</summary>
    /// <param name="method">The puller's method.</param>
    /// <param name="args">Its arguments.</param>
    /// <returns>
    /// A task that completes when a puller's connection has the event. It fails with <see cref="NotConnectedException"/> or
    /// <see cref="CallTimeoutException"/> when none took it within <see cref="ZeroRpcPusherOptions.Timeout"/>, and with
    /// <see cref="ObjectDisposedException"/> when the pusher was disposed before; the event is then not sent.
    /// </returns>
    /// <exception cref="InvalidOperationException">The pusher has no endpoint.</exception>
    /// <exception cref="ValueConversionException">An argument cannot be carried.</exception>
    /// <exception cref="MessageTooLargeException">The event is larger than the limit.</exception>
    public Task PushAsync(string method, params object?[]? args) => PushAsync(method, default(PushOptions), args);

    /// <inheritdoc cref="PushAsync(string, object?[])"/>
    /// <param name="method">The puller's method.</param>
    /// <param name="options">What this push wants otherwise than the pusher's options.</param>
    /// <param name="args">Its arguments.</param>
    public Task PushAsync(string method, PushOptions options, params object?[]? args)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        CancellationToken token = options.CancellationToken;
        CancellationTokenSource? bothTokens = CallArguments.TakeToken(ref args, ref token);
        Task pushed = _pusher.Push(method, options with { CancellationToken = token }, CallArguments.Of(method, args));
        return bothTokens is null ? pushed : DisposeWhenEndedAsync(bothTokens, pushed);
    }

    /// <summary>
    /// Takes no more events, gives those that wait <see cref="ZeroRpcSocketOptions.Linger"/> to leave, fails the rest and logs how many
    /// those were, and closes the connections.
    /// </summary>
    public override ValueTask DisposeAsync() => _pusher.DisposeAsync();

    private static async Task DisposeWhenEndedAsync(CancellationTokenSource bothTokens, Task pushed)
    {
        using (bothTokens)
        {
            await pushed.ConfigureAwait(false);
        }
    }
}
