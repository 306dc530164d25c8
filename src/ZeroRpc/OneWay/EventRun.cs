using ZeroRpc.Diagnostics;
using ZeroRpc.Events;
using ZeroRpc.Hooks;
using ZeroRpc.Server.Binding;
using ZeroRpc.Server.Execution;
using ZeroRpc.Threading;
using ZeroRpc.Transport;

namespace ZeroRpc.OneWay;

/// <summary>
/// One received event: its method is run, or what is wrong with it is reported; in its turn and off the transport's thread, for both reach
/// user code.
/// </summary>
internal sealed class EventRun : IHandlerRun
{
    private readonly EventReceiver _receiver;
    private readonly ServiceMethod? _method;
    private readonly ReadOnlyMemory<byte> _args;
    private readonly CallContext? _context;
    private readonly Exception? _fault;

    /// <summary>An event to be handled.</summary>
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

    /// <summary>Where it came from.</summary>
    public PeerRoute Peer { get; }

    /// <summary>Its size.</summary>
    public int Bytes { get; }

    /// <summary>The name it came with; null when it was no event.</summary>
    public string? Method { get; }

    /// <inheritdoc/>
    int IHandlerRun.RunningAt { get; set; }

    /// <inheritdoc/>
    HandlerPool? IHandlerRun.Pool { get; set; }

    /// <inheritdoc/>
    public InlineBudget? InlineBudget => _method?.InlineBudget;

    /// <inheritdoc/>
    public bool IsOver => false;

    /// <summary>What came is no event.</summary>
    public static EventRun NoEvent(EventReceiver receiver, PeerRoute peer, int bytes, string reason) =>
        new(receiver, peer, bytes, null, new ProtocolException(reason));

    /// <summary>Nothing here has the event's name.</summary>
    public static EventRun NoMethod(EventReceiver receiver, in IncomingEvent received, int bytes)
    {
        string name = received.NameForLog;
        var fault = new ZeroRpcException($"There is no method '{name}' here: the event is dropped.") { Method = name };
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

    /// <summary>What is no event has no name and no trace.</summary>
    private ObservedEvent? Observe() =>
        _context is null ? null : ObservedEvent.Handle(Method!, isKnown: _method is not (null or FallbackMethod), _context.Raw, _receiver.Time);

    /// <summary>Here every received event is dispatched.</summary>
    private ValueTask Start() =>
        _receiver.Hooks is { } hooks && _context is not null ? RunHookedAsync(hooks, _context) : RunMethodAsync();

    /// <summary>As Python's: a method that does not exist is inspected, but for it nothing is loaded (docs/middleware.md).</summary>
    /// <remarks>One async method for all of it: what a hook sets in an <see cref="AsyncLocal{T}"/> lasts as long, and no longer.</remarks>
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
