using System.Threading.Tasks.Sources;
using ZeroRpc.Channels;
using ZeroRpc.Client.Links;
using ZeroRpc.Events;
using ZeroRpc.Threading;

namespace ZeroRpc.Client;

/// <summary>
/// One call of a client. Waits for the first reply, which shows whether the reply is a value or a stream (docs/protocol.md, section 6). The
/// first of these events completes the call: reply, timeout, cancellation, lost remote or disposal. Instances are pooled: after its reply was
/// read, a call can be released and used again.
/// </summary>
internal sealed class ClientCall : Deadline, IChannelListener, IValueTaskSource, IInlineWork
{
    private readonly Link _link;
    private readonly bool _blocks;
    private CallSettings _settings;
    private Channel _channel;
    private ReusableBuffer _memory;
    private ManualResetValueTaskSourceCore<bool> _firstReply;
    private CancellationTokenRegistration _cancellation;
    private ConnectDeadline? _connectDeadline;
    private ReplyStream? _stream;
    private Exception? _error;
    private bool _isReusable;
    private int _settled;

    private ClientCall(Link link, CallSettings settings, bool blocks)
    {
        _link = link;
        _settings = settings;
        _blocks = blocks;
        _firstReply.RunContinuationsAsynchronously = !blocks;
        _channel = link.Channels.Open(this, settings.Window);
    }

    /// <summary>The first reply, after it was received.</summary>
    public Reply Reply { get; private set; }

    /// <summary>Starts a call. The caller must <see cref="Release"/> it.</summary>
    public static ClientCall Start(Link link, CallSettings settings, object?[] args, CancellationToken cancellationToken)
    {
        if (link.PooledCalls.TryTake(out ClientCall? call))
        {
            call.Reopen(settings);
        }
        else
        {
            call = new ClientCall(link, settings, blocks: false);
        }

        call._isReusable = true;
        call.Send(args, cancellationToken);
        return call;
    }

    /// <summary>Starts a call and waits for its first reply.</summary>
    public static async ValueTask<Reply> StartAsync(Link link, CallSettings settings, object?[] args, CancellationToken cancellationToken)
    {
        var call = new ClientCall(link, settings, blocks: false);
        call.Send(args, cancellationToken);
        await call.FirstReplyAsync().ConfigureAwait(false);
        return call.Reply;
    }

    /// <summary>Completes with the first reply. Must be awaited once.</summary>
    public ValueTask FirstReplyAsync() => new(this, _firstReply.Version);

    /// <summary>The reply was read. Returns the call to the pool, unless another thread may still refer to it.</summary>
    public void Release()
    {
        if (!_isReusable)
        {
            return; // Its deadlines are cancelled, and another thread may still refer to the call.
        }

        _cancellation.Dispose(); // Waits for a callback that is running. It finds the call completed.
        if (_channel.TryRelease() && !WasDue)
        {
            _firstReply.Reset();
            _cancellation = default;
            Reply = default;
            _memory.Release();
            Volatile.Write(ref _settled, 0);
            if (_link.PooledCalls.TryAdd(this))
            {
                return;
            }
        }

        Clock.Cancel(this);
    }

    /// <summary>Makes a call and blocks until the first reply. Needs no pool thread and no synchronization context.</summary>
    public static Reply Run(Link link, CallSettings settings, object?[] args, CancellationToken cancellationToken)
    {
        var call = new ClientCall(link, settings, blocks: true);
        using var replied = new ManualResetEventSlim();
        call._firstReply.OnCompleted(
            static state => ((ManualResetEventSlim)state!).Set(), replied, call._firstReply.Version, ValueTaskSourceOnCompletedFlags.None);
        call.Send(args, cancellationToken);
        InlineExecutor.PassOn();
        replied.Wait(CancellationToken.None); // A cancelled token completes the call, which ends this wait.
        call._firstReply.GetResult(call._firstReply.Version);
        return call.Reply;
    }

    /// <inheritdoc/>
    void IChannelListener.OnEvent(in IncomingEvent received)
    {
        _link.Health?.OnHeard();
        if (received.Kind == EventKind.Error && ErrorReader.IsUnavailable(received))
        {
            _link.Health?.OnRefused();
        }

        _settings.Watch?.Note(received);
        if (_stream is not null)
        {
            _stream.Add(received);
            return;
        }

        if (received.Kind == EventKind.Stream)
        {
            _isReusable = false;
            _stream = new ReplyStream(_channel, _settings, _blocks || _link.CallersBudget is null ? null : new InlineBudget(), _blocks);
            _stream.Add(received);
        }
        else
        {
            _channel.Close(ChannelEnd.Done, forReuse: _isReusable);
        }

        Settle(new Reply(received.Kind, _memory.Keep(received.Args, received.Memory), received.Header.Version, _stream, _settings), null);
    }

    /// <inheritdoc/>
    void IChannelListener.OnEnded(ChannelEnd end, EventFault? fault)
    {
        if (end == ChannelEnd.Lost)
        {
            _link.Health?.OnLost();
        }

        // The heartbeat comes from the options and not from _channel: a channel can end as soon as it is in the table, before the
        // constructor has assigned the field.
        Exception error = end == ChannelEnd.Refused
            ? CallErrors.Refused(_settings, _link.Channels.Refusal)
            : fault is not null ? CallErrors.Violated(_settings, fault)
            : CallErrors.Ended(_settings, end, Heartbeat.LimitOf(_link.Channels.Options.Heartbeat));

        // The order matters. If the first item of a stream arrives concurrently, the transport's thread creates the stream and then claims
        // the call. Either the claim here comes first, and nobody reads the stream; or this thread sees the stream and ends it.
        Settle(default, error);
        Volatile.Read(ref _stream)?.Fail(error);
    }

    /// <inheritdoc/>
    void IChannelListener.OnSent() => CancelConnectDeadline();

    /// <inheritdoc/>
    void IChannelListener.OnDisconnected() => StartConnectDeadline();

    /// <inheritdoc/>
    protected internal override void OnDue(TimeSpan lateness)
    {
        if (TryClaim())
        {
            _link.Health?.OnDoubted();
            _channel.Close(ChannelEnd.Abandoned);
            // MayHaveBeenSent is final now, because the channel is closed.
            Complete(default, CallErrors.TimedOut(_settings, _channel.MayHaveBeenSent, _link.Transport.ConnectProblem));
        }
    }

    /// <inheritdoc/>
    InlineBudget? IInlineWork.InlineBudget => _link.CallersBudget;

    /// <inheritdoc/>
    void IInlineWork.Run()
    {
        _firstReply.RunContinuationsAsynchronously = false;
        SignalReply();
    }

    /// <inheritdoc/>
    void IInlineWork.RunElsewhere() => SignalReply();

    /// <inheritdoc/>
    void IValueTaskSource.GetResult(short token) => _firstReply.GetResult(token);

    /// <inheritdoc/>
    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _firstReply.GetStatus(token);

    /// <inheritdoc/>
    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _firstReply.OnCompleted(continuation, state, token, flags);

    private DeadlineClock Clock => _link.Channels.Options.Clock;

    private void Reopen(CallSettings settings)
    {
        _settings = settings;
        _firstReply.RunContinuationsAsynchronously = true;
        _channel = _link.Channels.Open(this, settings.Window);
    }

    private void Send(object?[] args, CancellationToken cancellationToken)
    {
        if (_link.IsDisposed)
        {
            // The channel may have been opened after the others were ended.
            GiveUp(CallErrors.Ended(_settings, ChannelEnd.Disposed, null));
            return;
        }

        if (_link.Channels.Refusal is { } refusal)
        {
            GiveUp(CallErrors.Refused(_settings, refusal));
            return;
        }

        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            EventBuffer request = RequestEncoder.Encode(
                _channel.Id, _settings, AddedEntries(), args, _link.Channels.Options.Codec, _link.Transport.GivesBack);
            StartDeadlines();
            _channel.SendRequest(request, isUrgent: _blocks);
        }
        catch (Exception e)
        {
            GiveUp(CallErrors.NotSent(_settings, e));
            return;
        }

        if (cancellationToken.CanBeCanceled)
        {
            RegisterCancellation(cancellationToken);
        }
    }

    private AddedEntries AddedEntries() => _channel.MayTakeAdded
        ? new AddedEntries(_channel.AsksForCancel, _settings.Timeout, _settings.Timeout is null ? default : Clock.UtcNow)
        : default;

    private void StartDeadlines()
    {
        if (_settings.Timeout is { } timeout)
        {
            Clock.Schedule(this, timeout);
        }

        if (_link.Transport.IsConnected != true)
        {
            StartConnectDeadline();
        }
    }

    /// <summary>
    /// Limits the time for which the call waits for a connection. Called by the caller if there is no connection, and by the transport's
    /// thread if the connection is lost. Both can happen concurrently; the first one starts the deadline.
    /// </summary>
    private void StartConnectDeadline()
    {
        if (_settings.ConnectTimeout is { } connectTimeout)
        {
            var deadline = new ConnectDeadline(this, _channel.Generation);
            if (Interlocked.CompareExchange(ref _connectDeadline, deadline, null) is null)
            {
                _isReusable = false;
                Clock.Schedule(deadline, connectTimeout);
            }
        }
    }

    private void RegisterCancellation(CancellationToken cancellationToken)
    {
        _cancellation = cancellationToken.UnsafeRegister(
            static (state, token) => ((ClientCall)state!).GiveUp(new OperationCanceledException(token)), this);
        // Pairs with Complete, which claims the call before it reads the registration: either that thread sees the registration, or this
        // thread sees the claim. Otherwise, the registration would refer to the call for as long as the token exists.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _settled) != 0)
        {
            _cancellation.Unregister();
        }
    }

    private void GiveUp(Exception error)
    {
        if (TryClaim())
        {
            // Closed first: when the caller continues, a request that was not sent is certain never to be sent.
            _channel.Close(ChannelEnd.Abandoned);
            Complete(default, error);
        }
    }

    private void Settle(Reply reply, Exception? error)
    {
        if (TryClaim())
        {
            Complete(reply, error);
        }
    }

    private bool TryClaim() => Interlocked.Exchange(ref _settled, 1) == 0;

    private void Complete(Reply reply, Exception? error)
    {
        _isReusable &= error is null;
        if (_isReusable)
        {
            DeadlineClock.Suspend(this);
        }
        else if (_settings.Timeout is not null)
        {
            Clock.Cancel(this);
        }

        CancelConnectDeadline();
        _cancellation.Unregister();
        (Reply, _error) = (reply, error);
        if (_blocks || !InlineExecutor.TryAdd(this))
        {
            _link.CallersBudget?.NoteShort();
            SignalReply();
        }
    }

    private void SignalReply()
    {
        if (_error is null)
        {
            _firstReply.SetResult(true);
        }
        else
        {
            _firstReply.SetException(_error);
        }
    }

    private void CancelConnectDeadline()
    {
        if (_connectDeadline is { } deadline)
        {
            Clock.Cancel(deadline);
        }
    }

    /// <summary>
    /// The deadline for the connection. It can be due when the channel already serves another call; the generation tells them apart.
    /// </summary>
    private sealed class ConnectDeadline(ClientCall call, int generation) : Deadline
    {
        protected internal override void OnDue(TimeSpan lateness)
        {
            if (call._channel.Close(ChannelEnd.Abandoned, onlyIfUnsent: true, generation: generation))
            {
                call.Settle(default, CallErrors.NotConnected(call._settings, call._link.Transport.ConnectProblem));
            }
        }
    }
}
