using System.Diagnostics;
using ZeroRpc.Transport;

namespace ZeroRpc.Diagnostics;

/// <summary>
/// The span of a one-way event that is sent or handled. It follows the conventions for messaging, because those for RPC require a reply.
/// The span of each receiver is a child of the sender's span. Only the first end counts.
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

    /// <summary>Starts the span of an event to send and makes it current. Returns null if no spans are being collected.</summary>
    /// <param name="operation">The sender's name of the operation.</param>
    /// <param name="method">The name of the method at the receivers.</param>
    /// <param name="server">The destination endpoint; null if there are several.</param>
    /// <param name="time">The source of times.</param>
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

    /// <summary>Starts the span of a received event and makes it current. Returns null if no spans are being collected.</summary>
    /// <param name="method">The name in the event.</param>
    /// <param name="isKnown">
    /// Whether the receiver has a method of this name. Other names are chosen by senders and must not become span names.
    /// </param>
    /// <param name="header">The header of the event.</param>
    /// <param name="time">The source of times.</param>
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

    /// <summary>Adds the trace to header entries. If the event has no span of its own, the current span is sent.</summary>
    public IReadOnlyDictionary<string, object?>? Carry(IReadOnlyDictionary<string, object?>? entries) =>
        Spans.WithTrace(entries, _span ?? Activity.Current);

    /// <summary>Makes the previous span current again. The span of the event has not ended yet.</summary>
    public void Detach() => Activity.Current = _outer;

    /// <summary>Ends the span.</summary>
    /// <param name="error">Why sending or handling the event failed; null if it succeeded.</param>
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

    /// <summary>Ends the span when a task completes or fails.</summary>
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
