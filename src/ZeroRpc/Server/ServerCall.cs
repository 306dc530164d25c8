using System.Globalization;
using MessagePack;
using ZeroRpc.Channels;
using ZeroRpc.Diagnostics;
using ZeroRpc.Events;
using ZeroRpc.Server.Binding;
using ZeroRpc.Server.Execution;
using ZeroRpc.Threading;

namespace ZeroRpc.Server;

/// <summary>
/// One call from the server's side: runs the method and sends its outcome, a value, a stream or an error (docs/protocol.md, section 6).
/// </summary>
internal class ServerCall(RequestDispatcher dispatcher) : IChannelListener, IReplyWriter, IHandlerRun
{
    private readonly Lock _gate = new();
    private ReusableBuffer _memory;
    private ReadOnlyMemory<byte> _raw;
    private int _argsLength;
    private DateTimeOffset? _deadline;
    private CallContext? _context;
    private Channel? _channel;
    private ServiceMethod? _method;
    private bool _isCancelled;
    private bool _hasAnswered;

    /// <summary>What took the request.</summary>
    protected RequestDispatcher Dispatcher => dispatcher;

    /// <summary>The call's channel.</summary>
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

    /// <summary>Entries for the headers of the reply's events; null for none.</summary>
    protected virtual IReadOnlyDictionary<string, object?>? ReplyHeaders => null;

    /// <summary>The call as those see it who listen; null where nobody does.</summary>
    public ObservedCall? Observed { get; private set; }

    /// <summary>The caller's protocol version.</summary>
    public int Version { get; private set; }

    /// <summary>Begins, for the first time or again.</summary>
    public void Open(Channel channel, ServiceMethod method, in IncomingEvent request)
    {
        (_channel, _method) = (channel, method);
        _raw = _memory.Keep(request.Raw, request.Memory);
        _argsLength = request.Args.Length;
        Version = request.Header.Version ?? 0;
        _deadline = dispatcher.DeadlineOf(request);
        (_context, _isCancelled, _hasAnswered) = (null, false, false);
        Observed = dispatcher.Observe(request, method is UnknownMethod ? null : method);
    }

    /// <summary>
    /// The call has ended: false when somebody may come back to it. One that did not answer with a value itself is not sure to be the last
    /// that touches its channel.
    /// </summary>
    public bool TryRelease()
    {
        if (!_hasAnswered || !Channel.TryRelease())
        {
            return false;
        }

        (_channel, _method, _context) = (null, null, null);
        _raw = default;
        _memory.Release();
        return true;
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
            Dispatcher.OnCallEnded(this);
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

    /// <summary>The caller may have gone while the request was under way or waited for its turn.</summary>
    private bool RefuseIfExpired()
    {
        if (_deadline is not { } deadline || deadline > Dispatcher.Clock!.UtcNow)
        {
            return false;
        }

        string why = string.Create(
            CultureInfo.InvariantCulture, $"its caller had stopped waiting at {deadline:HH:mm:ss.fff} UTC by the server's clock");
        Dispatcher.LogExpired(Method.Name, Channel.Route);
        Dispatcher.Refuse(Channel, Version, AddedNames.Expired, why);
        Observed?.Fail(new RemoteException(AddedNames.Expired, why));
        return true;
    }

    /// <inheritdoc/>
    public void Refuse(string name, string message)
    {
        Dispatcher.Refuse(Channel, Version, name, message);
        Observed?.EndElsewhere(new RemoteException(name, message));
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
    void IChannelListener.OnEvent(in IncomingEvent received) =>
        Dispatcher.LogUnexpected(received); // It stays unread in the window, so that a peer which goes on with it is cut off.

    /// <inheritdoc/>
    void IChannelListener.OnEnded(ChannelEnd end)
    {
        Dispatcher.LogLost(Method.Name, Channel.Route, end);
        Observed?.FailLost(end);
        Cancel();
    }

    /// <inheritdoc/>
    void IChannelListener.OnSent()
    {
    }

    /// <summary>Reads the arguments, runs the method and sends its outcome.</summary>
    protected virtual ValueTask InvokeAsync() => Method.InvokeAsync(_raw[^_argsLength..], this);

    /// <summary>Sends a stream's end.</summary>
    protected virtual ValueTask EndStreamAsync(CancellationToken cancellationToken)
    {
        if (!Channel.TryReserve())
        {
            return EndStreamSlowlyAsync(cancellationToken);
        }

        SendStreamDone();
        return default;
    }

    private async Task CompleteAsync(ValueTask running)
    {
        try
        {
            await running.ConfigureAwait(false);
        }
        catch (Exception e) when (!Channel.IsEnded)
        {
            await Dispatcher.AnswerFailureAsync(Channel, Version, Method.Name, e, Observed).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Nobody waits for the outcome any more, which is why most of these are cancellations.
        }
        finally
        {
            Dispatcher.OnCallEnded(this);
        }
    }

    /// <summary>Waits for room; false when nobody wants the items any more, and the handler's token has told it so.</summary>
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

    // The context outlives the call if the handler keeps it, so it must not look at memory that the next call uses.
    private CallContext NewContext()
    {
        var context = new CallContext(Method.Name, _memory.Take(_raw), Channel.Route, dispatcher.Codec)
        {
            Deadline = _deadline,
            Clock = dispatcher.Clock,
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

            Dispatcher.Codec.Write(ref writer, value);
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
            Channel.PutBack(); // The error takes the room.
            throw;
        }
    }
}
