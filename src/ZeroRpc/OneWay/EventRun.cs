using ZeroRpc.Diagnostics;
using ZeroRpc.Events;
using ZeroRpc.Hooks;
using ZeroRpc.Server.Binding;
using ZeroRpc.Server.Execution;
using ZeroRpc.Threading;
using ZeroRpc.Transport;

namespace ZeroRpc.OneWay;

/// <summary>
/// One received event. Runs its method or reports why that is impossible. Both reach user code, so both run when it is the event's turn and
/// never on the transport's thread.
/// </summary>
internal sealed class EventRun : IHandlerRun
{
    private readonly EventReceiver _receiver;
    private readonly ServiceMethod? _method;
    private readonly ReadOnlyMemory<byte> _args;
    private readonly CallContext? _context;
    private readonly Exception? _fault;

    /// <summary>Creates the run of an event whose method was found.</summary>
    public EventRun(EventReceiver receiver, in IncomingEvent received, int bytes, ServiceMethod method, string nameForLog)
    {
        _receiver = receiver;
        _method = method;
        _args = received.Args;
        _context = ContextOf(method.Name, received, receiver);
        Peer = received.Route;
        Bytes = bytes;
        Method = nameForLog;
    }

    private EventRun(EventReceiver receiver, PeerRoute peer, int bytes, string? method, Exception fault, CallContext? context = null)
    {
        _receiver = receiver;
        _fault = fault;
        _context = context;
        Peer = peer;
        Bytes = bytes;
        Method = method;
    }

    /// <summary>The peer that sent the event.</summary>
    public PeerRoute Peer { get; }

    /// <summary>The size of the event in bytes.</summary>
    public int Bytes { get; }

    /// <summary>The name in the event. Null if the received message is not an event.</summary>
    public string? Method { get; }

    /// <inheritdoc/>
    int IHandlerRun.RunningAt { get; set; }

    /// <inheritdoc/>
    HandlerPool? IHandlerRun.Pool { get; set; }

    /// <inheritdoc/>
    public InlineBudget? InlineBudget => _method?.InlineBudget;

    /// <inheritdoc/>
    public bool IsOver => false;

    /// <summary>Creates the run that reports a message that is not an event.</summary>
    public static EventRun NoEvent(EventReceiver receiver, PeerRoute peer, int bytes, string reason) =>
        new(receiver, peer, bytes, null, new ProtocolException(reason));

    /// <summary>Creates the run that reports an event of an unknown method.</summary>
    public static EventRun NoMethod(EventReceiver receiver, in IncomingEvent received, int bytes)
    {
        string name = received.NameForLog;
        var fault = new ZeroRpcException($"There is no method '{name}': the event is dropped.") { Method = name };
        return new EventRun(receiver, received.Route, bytes, name, fault, ContextOf(received.NameText, received, receiver));
    }

    /// <inheritdoc/>
    public void Run()
    {
        ObservedEvent? observed = null;
        ValueTask running;
        try
        {
            observed = Observe();
            running = Start();
        }
        catch (Exception e)
        {
            running = ValueTask.FromException(e);
        }

        if (running.IsCompleted)
        {
            End(running, observed);
        }
        else
        {
            _ = CompleteAsync(running.AsTask(), observed);
        }
    }

    /// <inheritdoc/>
    public void Cancel() => _ = _context?.CancelAsync();

    /// <inheritdoc/>
    public void Refuse(string name, string message) => _receiver.OnLeft();

    /// <summary>Starts the span of the event. A message that is not an event has no name and no trace, and therefore no span.</summary>
    private ObservedEvent? Observe() =>
        _context is null ? null : ObservedEvent.Handle(Method!, isKnown: _method is not (null or FallbackMethod), _context.Raw, _receiver.Time);

    /// <summary>Starts the event: with its hooks, or directly.</summary>
    private ValueTask Start() =>
        _receiver.Hooks is { } hooks && _context is not null ? RunHookedAsync(hooks, _context) : RunMethodAsync();

    /// <summary>
    /// Runs the hooks and the method. As in Python, <c>ServerInspectException</c> also runs for an unknown method, but
    /// <c>LoadTaskContext</c> and <c>ServerBeforeExecute</c> do not (docs/middleware.md).
    /// </summary>
    /// <remarks>
    /// All hooks run in one async method, so that the values that a hook sets in an <see cref="AsyncLocal{T}"/> last exactly as long as the
    /// event.
    /// </remarks>
    private async ValueTask RunHookedAsync(HookRunner hooks, CallContext context)
    {
        try
        {
            if (_method is not null)
            {
                hooks.LoadTaskContext(context);
                hooks.ServerBeforeExecute(context);
            }

            await RunMethodAsync().ConfigureAwait(false);
            hooks.ServerAfterExecute(context, reply: null);
        }
        catch (Exception error)
        {
            IReadOnlyDictionary<string, object?>? taskContext = null;
            hooks.RunOptional(() => taskContext = hooks.GetTaskContext(context.Method));
            hooks.ServerInspectException(context, reply: null, taskContext, error);
            throw;
        }
    }

    private ValueTask RunMethodAsync() =>
        _method?.InvokeAsync(_args, new NoReply(_context!)) ?? ValueTask.FromException(_fault!);

    private async Task CompleteAsync(Task running, ObservedEvent? observed)
    {
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        End(new ValueTask(running), observed);
    }

    private void End(ValueTask ended, ObservedEvent? observed)
    {
        Exception? error = null;
        try
        {
            ended.GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            error = e;
        }

        _receiver.OnEnded(this, error, observed);
    }

    private static CallContext ContextOf(string method, in IncomingEvent received, EventReceiver receiver) =>
        new(method, received.Raw, received.Route, receiver.Codec)
        {
            PeerKey = received.Route.Principal?.Key,
            PeerName = received.Route.Principal?.Name,
        };
}
