using System.Diagnostics;
using ZeroRpc.Transport;

namespace ZeroRpc.Diagnostics;

/// <summary>
/// The span of one event that nobody answers, sent or handled, by the conventions for messaging: those for RPC know only what is answered. An
/// event is handled as a child of its sending, by each of its receivers. Ends once.
/// </summary>
internal sealed class ObservedEvent
{
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _start;
    private readonly long _startedAt;
    private readonly Activity? _outer;
    private readonly Activity? _span;

    private ObservedEvent(ActivityKind kind, string name, ActivityContext parent, in TagList tags, TimeProvider time)
    {
        _time = time;
        _start = time.GetUtcNow();
        _startedAt = time.GetTimestamp();
        _outer = Activity.Current;
        _span = Spans.Start(name, kind, parent, tags, _start);
    }

    /// <summary>An event is to be sent: its span is current from here on. Null while nobody listens.</summary>
    /// <param name="operation">What the sender calls that.</param>
    /// <param name="method">The receivers' method.</param>
    /// <param name="server">Where it goes, where there is no choice.</param>
    /// <param name="time">The time.</param>
    public static ObservedEvent? Send(string operation, string method, Endpoint? server, TimeProvider time)
    {
        if (!Spans.Source.HasListeners())
        {
            return null;
        }

        TagList tags = Tags(operation, "send", method);
        Spans.AddServer(ref tags, server);
        return new ObservedEvent(ActivityKind.Producer, $"{operation} {method}", parent: default, tags, time);
    }

    /// <summary>An event is to be handled: its span is current from here on. Null while nobody listens.</summary>
    /// <param name="method">The name that it came with.</param>
    /// <param name="isKnown">Whether a method here has that name; others anybody can make up, so that they name no span.</param>
    /// <param name="header">Its header.</param>
    /// <param name="time">The time.</param>
    public static ObservedEvent? Handle(string method, bool isKnown, ReadOnlyMemory<byte> header, TimeProvider time)
    {
        const string Operation = "process";
        if (!Spans.Source.HasListeners())
        {
            return null;
        }

        var handled = new ObservedEvent(
            ActivityKind.Consumer, isKnown ? $"{Operation} {method}" : Operation, Spans.ReadTrace(header), Tags(Operation, Operation, method), time);
        if (handled._span is { } span)
        {
            Spans.ReadBaggage(header, span);
        }

        return handled;
    }

    /// <summary>Header entries, with the trace; where the event has no span of its own, with the trace that it is sent in.</summary>
    public IReadOnlyDictionary<string, object?>? Carry(IReadOnlyDictionary<string, object?>? entries) =>
        Spans.WithTrace(entries, _span ?? Activity.Current);

    /// <summary>The span is current no longer, though it has not ended: what was before it is.</summary>
    public void Detach() => Activity.Current = _outer;

    /// <summary>The event has gone, or was handled; or that failed.</summary>
    public void End(Exception? error)
    {
        if (_span is null)
        {
            return;
        }

        if (error is not null)
        {
            _span.SetTag(Spans.ErrorType, Spans.ErrorTypeOf(error));
            _span.SetStatus(ActivityStatusCode.Error, error.Message);
        }

        Spans.Stop(_span, _start + _time.GetElapsedTime(_startedAt));
    }

    /// <summary>The event has gone, or failed to, when a task ends.</summary>
    public async Task EndAfterAsync(Task sending)
    {
        try
        {
            await sending.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            End(e);
            throw;
        }

        End(error: null);
    }

    private static TagList Tags(string operation, string type, string method) => new()
    {
        { Spans.MessagingSystem, Spans.ZeroRpc },
        { Spans.OperationName, operation },
        { Spans.OperationType, type },
        { Spans.Destination, method },
    };
}
