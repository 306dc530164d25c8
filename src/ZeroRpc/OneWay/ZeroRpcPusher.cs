using ZeroRpc.Client;
using ZeroRpc.OneWay;

namespace ZeroRpc;

/// <summary>
/// Pushes events to pullers, which are Python Pullers or <see cref="ZeroRpcPuller"/> instances. Each event goes to one puller, the next
/// that has room. A push waits while no puller has room. There are no replies. Thread-safe.
/// </summary>
/// <remarks>
/// A completed push means that a connection has the event, not that the event was handled. ZeroMQ has no acknowledgements: if a peer dies,
/// the events in its queues and in the connection are lost.
/// </remarks>
public sealed class ZeroRpcPusher : ZeroRpcOneWay
{
    private readonly EventPusher _pusher;

    /// <summary>Creates a pusher with default options and without an endpoint. Connect or bind it before pushing.</summary>
    public ZeroRpcPusher()
        : this(new ZeroRpcPusherOptions())
    {
    }

    /// <summary>Creates a pusher without an endpoint. Connect or bind it before pushing.</summary>
    /// <param name="options">The options of the pusher.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ZeroRpcPusher(ZeroRpcPusherOptions options)
        : this(new EventPusher(options ?? throw new ArgumentNullException(nameof(options))))
    {
    }

    private ZeroRpcPusher(EventPusher pusher)
        : base(pusher.Sockets) => _pusher = pusher;

    /// <summary>The number of events that have been passed to a connection.</summary>
    public long SentCount => _pusher.Sent;

    /// <summary>The number of events that wait for a puller.</summary>
    public int WaitingCount => _pusher.Waiting;

    /// <summary>Pushes an event. Events are sent in the order of the calls, whether the calls are awaited or not.</summary>
    /// <param name="method">The method of the puller.</param>
    /// <param name="args">The arguments of the method.</param>
    /// <returns>
    /// A task that completes when a connection to a puller has the event. If no puller accepts the event within
    /// <see cref="ZeroRpcPusherOptions.Timeout"/>, the task fails with <see cref="NotConnectedException"/> or
    /// <see cref="CallTimeoutException"/>. If the pusher is disposed first, it fails with <see cref="ObjectDisposedException"/>. The event
    /// is then not sent.
    /// </returns>
    /// <exception cref="InvalidOperationException">The pusher has no endpoint.</exception>
    /// <exception cref="ValueConversionException">An argument cannot be encoded.</exception>
    /// <exception cref="MessageTooLargeException">The event is larger than <see cref="ZeroRpcOptions.MaxMessageSize"/>.</exception>
    public Task PushAsync(string method, params object?[]? args) => PushAsync(method, default(PushOptions), args);

    /// <inheritdoc cref="PushAsync(string, object?[])"/>
    /// <param name="method">The method of the puller.</param>
    /// <param name="options">The options of this push, which override the options of the pusher.</param>
    /// <param name="args">The arguments of the method.</param>
    public Task PushAsync(string method, PushOptions options, params object?[]? args)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        CancellationToken token = options.CancellationToken;
        CancellationTokenSource? bothTokens = CallArguments.TakeToken(ref args, ref token);
        Task pushed = _pusher.Push(method, options with { CancellationToken = token }, CallArguments.Of(method, args));
        return bothTokens is null ? pushed : DisposeWhenEndedAsync(bothTokens, pushed);
    }

    /// <summary>
    /// Accepts no more events. Waits up to <see cref="ZeroRpcOptions.Linger"/> until the waiting events are sent, fails the remaining
    /// ones, logs their number, and closes the connections.
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
