using Microsoft.Extensions.Logging;
using ZeroRpc.Client;
using ZeroRpc.Diagnostics;
using ZeroRpc.Threading;
using ZeroRpc.Transport;

namespace ZeroRpc.OneWay;

/// <summary>
/// Pushes events, each to the next puller that has room. In the order of the calls they wait for one, and each caller is told when its
/// event was handed over, so nothing is lost here without somebody knowing. Thread-safe.
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
        _logger = options.LoggerFactory.CreateLogger<ZeroRpcPusher>();
        _clock = DeadlineClock.For(options.TimeProvider);
        Sockets = new OneWaySockets(SocketRole.Push, options, this, _logger);
        _encoder = new EventEncoder(Sockets, options, _logger);
    }

    /// <summary>The sockets.</summary>
    public OneWaySockets Sockets { get; }

    /// <summary>How many events were handed over.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>How many events wait to be handed over.</summary>
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

    /// <summary>Pushes an event. The task completes when a peer's connection has it.</summary>
    public Task Push(string method, in PushOptions options, object?[] args) =>
        ObservedEvent.Send("push", method, Sockets.Server, _options.TimeProvider) is { } observed
            ? PushObserved(observed, method, options, args)
            : PushUnobserved(method, options, args);

    /// <summary>Gives what waits the linger time to leave; then fails it, and says how much it was.</summary>
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

    /// <summary>A push has ended: it was sent, or is sent no more.</summary>
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
        // First this, then what waits: an event that is pushed meanwhile is either among them or looks here afterwards.
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
        // A puller has nothing to say.
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
            observed.Detach(); // While the push waits, the caller goes on.
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
                nameof(options), timeout, $"The timeout of a push of '{method}' is above zero, or infinite.");
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

            // Under the lock, so that events leave in the order of the calls.
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
