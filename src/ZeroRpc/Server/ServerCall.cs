using System.Globalization;
using MessagePack;
using ZeroRpc.Channels;
using ZeroRpc.Diagnostics;
using ZeroRpc.Events;
using ZeroRpc.Server.Binding;
using ZeroRpc.Server.Execution;
using ZeroRpc.Threading;
using ZeroRpc.Transport;

namespace ZeroRpc.Server;

/// <summary>
/// One call on the server: runs the method and sends its result, a value, a stream or an error (docs/protocol.md, section 6). Instances are
/// pooled.
/// </summary>
/// <param name="options">The parts that all calls of the server share.</param>
internal class ServerCall(ServerCallOptions options) : IChannelListener, IReplyWriter, IHandlerRun
{
    private readonly Lock _gate = new();
    private ReusableBuffer _memory;
    private ReadOnlyMemory<byte> _raw;
    private int _argsLength;
    private DateTimeOffset? _deadline;
    private PeerPrincipal? _principal;
    private CallContext? _context;
    private Channel? _channel;
    private ServiceMethod? _method;
    private bool _isCancelled;
    private bool _hasAnswered;

    /// <summary>The parts that all calls of the server share.</summary>
    protected ServerCallOptions Options => options;

    /// <summary>The channel of the call.</summary>
    protected Channel Channel => _channel!;

    /// <summary>The method that was called.</summary>
    protected ServiceMethod Method => _method!;

    /// <inheritdoc/>
    public CallContext Context
    {
        get
        {
            lock (_gate)
            {
                return _context ??= NewContext();
            }
        }
    }

    /// <summary>The entries for the headers of the reply's events. Null for none.</summary>
    protected virtual IReadOnlyDictionary<string, object?>? ReplyHeaders => null;

    /// <summary>The span and metrics of the call. Null if neither is being collected.</summary>
    protected ObservedCall? Observed { get; private set; }

    /// <summary>The protocol version of the caller.</summary>
    protected int Version { get; private set; }

    /// <summary>Starts a call. The instance may have served other calls before.</summary>
    /// <param name="channel">The channel of the call.</param>
    /// <param name="method">The method that was called.</param>
    /// <param name="request">The request. The parts that the call needs are copied.</param>
    /// <param name="observed">The span and metrics of the call. Null if neither is being collected.</param>
    public void Open(Channel channel, ServiceMethod method, in IncomingEvent request, ObservedCall? observed)
    {
        (_channel, _method) = (channel, method);
        _raw = _memory.Keep(request.Raw, request.Memory);
        _argsLength = request.Args.Length;
        Version = request.Header.Version ?? 0;
        _deadline = options.DeadlineClock is { } clock && request.Header.Timeout is not null
            ? CallerDeadline.FromHeader(request.Header, clock.UtcNow)
            : null;
        _principal = request.Route.Principal; // Read now, because an outgoing connection can later be re-established to another peer.
        (_context, _isCancelled, _hasAnswered) = (null, false, false);
        Observed = observed;
    }

    /// <inheritdoc/>
    int IHandlerRun.RunningAt { get; set; }

    /// <inheritdoc/>
    HandlerPool? IHandlerRun.Pool { get; set; }

    /// <inheritdoc/>
    public InlineBudget? InlineBudget => _method!.InlineBudget;

    /// <inheritdoc/>
    public bool IsOver => Channel.IsEnded;

    /// <inheritdoc/>
    public void Run()
    {
        ValueTask running;
        try
        {
            Observed?.Start();
            running = IsOver || RefuseIfExpired() ? default : InvokeAsync();
        }
        catch (Exception e)
        {
            running = ValueTask.FromException(e);
        }

        if (running.IsCompletedSuccessfully)
        {
            running.GetAwaiter().GetResult();
            End();
        }
        else
        {
            _ = CompleteAsync(running);
        }
    }

    /// <inheritdoc/>
    public void Cancel()
    {
        lock (_gate)
        {
            _isCancelled = true;
            _ = _context?.CancelAsync();
        }
    }

    /// <inheritdoc/>
    public void Refuse(string name, string message)
    {
        var refusal = new RemoteException(name, message);
        options.Errors.Refuse(Channel, Version, refusal);
        Observed?.EndElsewhere(refusal);
    }

    /// <inheritdoc/>
    public virtual ValueTask ReplyAsync<T>(T value)
    {
        if (!Channel.TryReserve())
        {
            return ReplySlowlyAsync(value);
        }

        SendOk(value);
        return default;
    }

    /// <inheritdoc/>
    public virtual async ValueTask StreamAsync<T>(IAsyncEnumerable<T> items, CancellationToken cancellationToken)
    {
        await foreach (T item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (!Channel.TryReserve() && !await ReserveSlowlyAsync(cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            SendReserved(EventNames.Stream, item);
            Observed?.OnItem();
        }

        await EndStreamAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    void IChannelListener.OnEvent(in IncomingEvent received)
    {
        // The event remains unread in the window. If the peer continues to send, it exceeds the window and its channel ends.
        options.Logger.DroppedEvent(received.Route, received.NameForLog, "a server does not expect replies");
        Metrics.OnDropped(DropReasons.Unexpected);
    }

    /// <inheritdoc/>
    void IChannelListener.OnEnded(ChannelEnd end, EventFault? fault)
    {
        options.Logger.CallerLost(Channel.Route, Method.Name, end);
        if (fault is not null)
        {
            options.Errors.SendFault(Channel, Version, Method.Name, fault);
        }

        Observed?.FailLost(end);
        Cancel();
    }

    /// <inheritdoc/>
    void IChannelListener.OnSent()
    {
    }

    /// <summary>Reads the arguments, runs the method and sends its result.</summary>
    protected virtual ValueTask InvokeAsync() => Method.InvokeAsync(_raw[^_argsLength..], this);

    /// <summary>Sends the end of a stream.</summary>
    protected virtual ValueTask EndStreamAsync(CancellationToken cancellationToken)
    {
        if (!Channel.TryReserve())
        {
            return EndStreamSlowlyAsync(cancellationToken);
        }

        SendStreamDone();
        return default;
    }

    /// <summary>Refuses the call if the caller stopped waiting while the request was in transit or in the queue.</summary>
    private bool RefuseIfExpired()
    {
        if (_deadline is not { } deadline || deadline > options.DeadlineClock!.UtcNow)
        {
            return false;
        }

        var refusal = new RemoteException(AddedNames.Expired, string.Create(
            CultureInfo.InvariantCulture, $"its caller stopped waiting at {deadline:HH:mm:ss.fff} UTC by the server's clock"));
        options.Logger.CallExpired(Channel.Route, Method.Name);
        options.Errors.Refuse(Channel, Version, refusal);
        Observed?.Fail(refusal);
        return true;
    }

    private async Task CompleteAsync(ValueTask running)
    {
        try
        {
            await running.ConfigureAwait(false);
        }
        catch (Exception e) when (!Channel.IsEnded)
        {
            await options.Errors.SendFailureAsync(Channel, Version, Method.Name, e, Observed).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The caller no longer waits for the result. Most of these exceptions are cancellations for that reason.
        }
        finally
        {
            End();
        }
    }

    /// <summary>Ends the call. Its place at the gate becomes free, and this instance can serve another request.</summary>
    private void End()
    {
        Observed?.End();
        options.Gate.Leave(this);

        // Reuse is safe only after a reply with a value. Otherwise another thread may still use the channel, as ErrorReplies does while an
        // error waits for room; the instance is then left to the garbage collector.
        if (_hasAnswered && Channel.TryRelease())
        {
            (_channel, _method, _context) = (null, null, null);
            _raw = default;
            _memory.Release();
            options.Pool.TryAdd(this);
        }
    }

    /// <summary>
    /// Waits for room. Returns false if the caller no longer wants the items; the token of the handler has then been cancelled.
    /// </summary>
    private async ValueTask<bool> ReserveSlowlyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Channel.ReserveAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (Channel.IsEnded)
        {
        }

        if (!Channel.IsEnded)
        {
            return true;
        }

        await Context.CancelAsync().ConfigureAwait(false);
        return false;
    }

    private async ValueTask ReplySlowlyAsync<T>(T value)
    {
        await Channel.ReserveAsync(Context.CancellationToken).ConfigureAwait(false);
        SendOk(value);
    }

    private async ValueTask EndStreamSlowlyAsync(CancellationToken cancellationToken)
    {
        await Channel.ReserveAsync(cancellationToken).ConfigureAwait(false);
        SendStreamDone();
    }

    // The handler can keep the context after the call, so the context must not refer to memory that the next call reuses.
    private CallContext NewContext()
    {
        var context = new CallContext(Method.Name, _memory.Take(_raw), Channel.Route, options.Codec)
        {
            Deadline = _deadline,
            PeerKey = _principal?.Key,
            PeerName = _principal?.Name,
            Clock = options.DeadlineClock,
        };
        if (_isCancelled)
        {
            _ = context.CancelAsync();
        }

        return context;
    }

    private void SendStreamDone() => SendReserved<object?>(EventNames.StreamDone, null, isLast: true);

    private void SendOk<T>(T value)
    {
        SendReserved(EventNames.Ok, value, isOk: true, isLast: true);
        _hasAnswered = true;
    }

    private void SendReserved<T>(ReadOnlySpan<byte> name, T value, bool isOk = false, bool isLast = false)
    {
        try
        {
            EventBuffer buffer = Channel.BeginEvent(name, ReplyHeaders);
            var writer = new MessagePackWriter(buffer);
            if (isOk)
            {
                writer.WriteArrayHeader(1);
            }

            options.Codec.Write(ref writer, value);
            writer.Flush();
            if (isLast)
            {
                Channel.SendLast(buffer, forReuse: isOk);
            }
            else
            {
                Channel.Send(buffer);
            }
        }
        catch
        {
            Channel.PutBack(); // The error uses the reserved room.
            throw;
        }
    }
}
