using ZeroRpc.Events;
using ZeroRpc.Rpc.Binding;
using ZeroRpc.Transport;

namespace ZeroRpc.Rpc.Patterns;

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
    public EventRun(EventReceiver receiver, in IncomingEvent received, int bytes, ServiceMethod method)
    {
        _receiver = receiver;
        _method = method;
        _args = received.Args;
        _context = new CallContext(method.Name, received.RawHeader, received.Route, receiver.Codec);
        Peer = received.Route;
        Bytes = bytes;
        Method = method.Name;
    }

    private EventRun(EventReceiver receiver, PeerRoute peer, int bytes, string? method, Exception fault)
    {
        _receiver = receiver;
        _fault = fault;
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
    public bool IsOver => false;

    /// <summary>What came is no event.</summary>
    public static EventRun NoEvent(EventReceiver receiver, PeerRoute peer, int bytes, string reason) =>
        new(receiver, peer, bytes, null, new ProtocolException(reason));

    /// <summary>Nothing here has the event's name.</summary>
    public static EventRun NoMethod(EventReceiver receiver, in IncomingEvent received, int bytes)
    {
        string name = received.NameForLog;
        var fault = new ZeroRpcException($"There is no method '{name}' here: the event is dropped.") { Method = name };
        return new EventRun(receiver, received.Route, bytes, name, fault);
    }

    /// <inheritdoc/>
    public void Run()
    {
        ValueTask running = Start();
        if (running.IsCompleted)
        {
            End(running);
        }
        else
        {
            _ = CompleteAsync(running.AsTask());
        }
    }

    /// <inheritdoc/>
    public void Cancel() => _ = _context?.CancelAsync();

    /// <inheritdoc/>
    public void Refuse(string name, string message) => _receiver.OnLeft();

    /// <summary>Here every received event is dispatched.</summary>
    private ValueTask Start()
    {
        try
        {
            return _method?.InvokeAsync(_args, _context!, NoReply.Instance) ?? ValueTask.FromException(_fault!);
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e);
        }
    }

    private async Task CompleteAsync(Task running)
    {
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        End(new ValueTask(running));
    }

    private void End(ValueTask ended)
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

        _receiver.OnEnded(this, error);
    }
}
