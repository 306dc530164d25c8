using Microsoft.Extensions.Logging;
using ZeroRpc.Client;
using ZeroRpc.Diagnostics;
using ZeroRpc.Threading;
using ZeroRpc.Transport;

namespace ZeroRpc.OneWay;

/// <summary>
/// Pushes each event to the next puller that has room. Events wait for a puller in the order of the calls. The task of each call completes
/// when its event has been passed to a connection, so that no event is lost here without an error. Thread-safe.
/// </summary>
internal sealed class EventPusher : ITransportSink, IAsyncDisposable
{
    private readonly ZeroRpcPusherOptions _options;
    private readonly EventEncoder _encoder;
    private readonly DeadlineClock _clock;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly HashSet<EventPush> _waiting = [];
    private TaskCompletionSource? _allTaken;
    private long _sent;

    public EventPusher(ZeroRpcPusherOptions options)
    {
        options.Validate();
        _options = options;
        _logger = LibraryLogger.Create<ZeroRpcPusher>(options.LoggerFactory);
        _clock = DeadlineClock.For(options.TimeProvider);
        Sockets = new OneWaySockets(SocketRole.Push, options, this, _logger);
        _encoder = new EventEncoder(Sockets, options, _logger);
    }

    /// <summary>The sockets of the pusher.</summary>
    public OneWaySockets Sockets { get; }

    /// <summary>The number of events that have been passed to a connection.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>The number of events that wait for a puller.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Pushes an event. The task completes when the event has been passed to a connection.</summary>
    public Task Push(string method, in PushOptions options, object?[] args) =>
        ObservedEvent.Send("push", method, Sockets.Server, _options.TimeProvider) is { } observed
            ? PushObserved(observed, method, options, args)
            : PushUnobserved(method, options, args);

    /// <summary>
    /// Waits up to the linger time until the waiting events are sent. Then fails the remaining events and logs their number.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await AllTaken().WaitAsync(_options.Linger, _options.TimeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
        }

        EventPush[] left;
        lock (_gate)
        {
            left = [.. _waiting];
        }

        int count = left.Count(push => push.Fail(PushErrors.NotPushed(push.Settings, isDisposed: true, Sockets.IsConnected)));
        if (count > 0)
        {
            _logger.PushesLeft(Sockets.Endpoints, count);
        }

        await Sockets.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Removes a push that was sent, cancelled or failed.</summary>
    public void OnEnded(EventPush push, bool isSent)
    {
        _clock.Cancel(push);
        if (isSent)
        {
            Interlocked.Increment(ref _sent);
        }

        lock (_gate)
        {
            _waiting.Remove(push);
            if (_waiting.Count == 0)
            {
                _allTaken?.TrySetResult();
            }
        }
    }

    /// <inheritdoc/>
    void ITransportSink.OnConnectionChanged() => Sockets.OnConnectionChanged();

    /// <inheritdoc/>
    void ITransportSink.OnRefused(string endpoint, string reason)
    {
        // The refusal is stored before the waiting events are read. An event that is pushed concurrently is then either among them, or sees
        // the refusal after it was added.
        Sockets.OnRefused(endpoint, reason);
        if (Sockets.Refusal is not { } refusal)
        {
            return;
        }

        EventPush[] refused;
        lock (_gate)
        {
            refused = [.. _waiting];
        }

        foreach (EventPush push in refused)
        {
            push.Fail(PushErrors.Refused(push.Settings, refusal));
        }
    }

    /// <inheritdoc/>
    void ITransportSink.OnMessage(in IncomingMessage message)
    {
        // Pullers do not send messages.
    }

    /// <inheritdoc/>
    void ITransportSink.OnMalformed(PeerRoute route, string reason)
    {
    }

    /// <inheritdoc/>
    void ITransportSink.OnPeerGone(PeerRoute route)
    {
    }

    private Task PushObserved(ObservedEvent observed, string method, in PushOptions options, object?[] args)
    {
        try
        {
            return observed.EndAfterAsync(PushUnobserved(method, options with { Headers = observed.Carry(options.Headers) }, args));
        }
        catch (Exception e)
        {
            observed.End(e);
            throw;
        }
        finally
        {
            observed.Detach(); // The caller continues while the event waits. Its current span must not be that of the event.
        }
    }

    private Task PushUnobserved(string method, in PushOptions options, object?[] args)
    {
        TimeSpan? timeout = options.Timeout ?? _options.Timeout;
        if (timeout == Timeout.InfiniteTimeSpan)
        {
            timeout = null;
        }
        else if (timeout <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), timeout, $"The timeout of a push of '{method}' must be positive or infinite.");
        }

        CallSettings settings = CallSettings.OneWay(method, Sockets.Endpoints, timeout, options.Headers);
        ReadOnlyMemory<byte> body = _encoder.Encode(settings, args, out ITransport transport);
        if (options.CancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(options.CancellationToken);
        }

        var push = new EventPush(this, settings);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_allTaken is not null, typeof(ZeroRpcPusher));
            _waiting.Add(push);

            // Inside the lock, so that events are sent in the order of the calls.
            transport.Send(new OutgoingMessage(PeerRoute.None, body, push));
        }

        if (Sockets.Refusal is { } refusal)
        {
            push.Fail(PushErrors.Refused(settings, refusal));
        }

        push.Watch(_clock, options.CancellationToken);
        return push.Task;
    }

    private Task AllTaken()
    {
        lock (_gate)
        {
            _allTaken ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_waiting.Count == 0)
            {
                _allTaken.TrySetResult();
            }

            return _allTaken.Task;
        }
    }
}
