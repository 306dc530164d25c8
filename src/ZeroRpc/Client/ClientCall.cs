using System.Threading.Tasks.Sources;
using ZeroRpc.Channels;
using ZeroRpc.Client.Links;
using ZeroRpc.Events;
using ZeroRpc.Threading;

namespace ZeroRpc.Client;

/// <summary>
/// One call from the client's side: waits for the first reply, which tells the pattern (docs/protocol.md, section 6). Ends once, by whichever
/// comes first: reply, timeout, cancellation, lost remote or disposal. Whoever is done with its reply may give it back, to serve again.
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
    private bool _servesAgain;
    private int _settled;

    private ClientCall(Link link, CallSettings settings, bool blocks)
    {
        _link = link;
        _settings = settings;
        _blocks = blocks;
        _firstReply.RunContinuationsAsynchronously = !blocks;
        _channel = link.Channels.Open(this, settings.Window);
    }

    /// <summary>The first reply, once it is there.</summary>
    public Reply Reply { get; private set; }

    /// <summary>Starts a call whose user will <see cref="Release"/> it.</summary>
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

        call._servesAgain = true;
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

    /// <summary>Completes when the first reply is there. To be awaited once.</summary>
    public ValueTask FirstReplyAsync() => new(this, _firstReply.Version);

    /// <summary>Nobody looks at the reply any more: the call serves again, unless somebody may come back to it.</summary>
    public void Release()
    {
        if (!_servesAgain)
        {
            return; // Nothing is put off, and somebody may come back.
        }

        _cancellation.Dispose(); // Waits if it is just running, and finds that it comes too late.
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

    /// <summary>Makes a call and blocks until the first reply, taking no pool thread and ignoring synchronization contexts.</summary>
    public static Reply Run(Link link, CallSettings settings, object?[] args, CancellationToken cancellationToken)
    {
        var call = new ClientCall(link, settings, blocks: true);
        using var replied = new ManualResetEventSlim();
        call._firstReply.OnCompleted(
            static state => ((ManualResetEventSlim)state!).Set(), replied, call._firstReply.Version, ValueTaskSourceOnCompletedFlags.None);
        call.Send(args, cancellationToken);
        InlineExecutor.PassOn();
        replied.Wait(CancellationToken.None); // The token ends the call, which ends the waiting.
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
            _servesAgain = false;
            _stream = new ReplyStream(_channel, _settings, _blocks || _link.CallersBudget is null ? null : new InlineBudget(), _blocks);
            _stream.Add(received);
        }
        else
        {
            _channel.Close(ChannelEnd.Done, forReuse: _servesAgain);
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

        // By the options, not by the channel: it may end before the call has it, as soon as it is in the table.
        Exception error = end == ChannelEnd.Refused
            ? CallErrors.Refused(_settings, _link.Channels.Refusal)
            : fault is not null ? CallErrors.Violated(_settings, fault)
            : CallErrors.Ended(_settings, end, Heartbeat.LimitOf(_link.Channels.Options.Heartbeat));

        // In this order: where the first item of a stream comes at this moment on the transport's thread, that thread makes the stream and
        // then claims the call. Either the claim here comes first, and nobody gets the stream; or the stream is seen here, and ends.
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
            Complete(default, CallErrors.TimedOut(_settings, _channel.MayHaveBeenSent, _link.Transport.ConnectProblem)); // Known for good once the channel is closed.
        }
    }

    /// <inheritdoc/>
    InlineBudget? IInlineWork.InlineBudget => _link.CallersBudget;

    /// <inheritdoc/>
    void IInlineWork.Run()
    {
        _firstReply.RunContinuationsAsynchronously = false;
        Tell();
    }

    /// <inheritdoc/>
    void IInlineWork.RunElsewhere() => Tell();

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
            // Our channel may have come too late to be ended with the others.
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
    /// The call waits for a connection. The caller finds that there is none, or the transport's thread finds that it has just been lost; both
    /// may at once.
    /// </summary>
    private void StartConnectDeadline()
    {
        if (_settings.ConnectTimeout is { } connectTimeout)
        {
            var deadline = new ConnectDeadline(this, _channel.Generation);
            if (Interlocked.CompareExchange(ref _connectDeadline, deadline, null) is null)
            {
                _servesAgain = false;
                Clock.Schedule(deadline, connectTimeout);
            }
        }
    }

    private void RegisterCancellation(CancellationToken cancellationToken)
    {
        _cancellation = cancellationToken.UnsafeRegister(
            static (state, token) => ((ClientCall)state!).GiveUp(new OperationCanceledException(token)), this);
        Interlocked.MemoryBarrier(); // Who settles claims first and looks for the registration then: one of us two sees the other.
        if (Volatile.Read(ref _settled) != 0)
        {
            _cancellation.Unregister(); // Settled before there was a registration to undo.
        }
    }

    private void GiveUp(Exception error)
    {
        if (TryClaim())
        {
            // First of all, so that what was not sent never is once the caller knows.
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
        _servesAgain &= error is null;
        if (_servesAgain)
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
            Tell();
        }
    }

    private void Tell()
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

    /// <summary>How long the call waits for a connection. It may be due when the channel serves another call.</summary>
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
