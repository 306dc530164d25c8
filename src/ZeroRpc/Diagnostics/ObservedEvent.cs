using System.Diagnostics;
using ZeroRpc.Transport;

namespace ZeroRpc.Diagnostics;

/// <summary>
/// The span and the metrics of a one-way event that is sent or handled. They follow the conventions for messaging, because those for RPC
/// require a reply. The span of each receiver is a child of the sender's span. Each event ends once.
/// </summary>
internal sealed class ObservedEvent
{
    private static readonly BoundedNames ErrorNames = new();

    private readonly TimeProvider _time;
    private readonly DateTimeOffset _start;
    private readonly long _startedAt;
    private readonly Activity? _outer;
    private readonly Activity? _span;
    private readonly bool _isSent;
    private TagList _metricTags;

    private ObservedEvent(ActivityKind kind, string name, ActivityContext parent, in TagList tags, in TagList metricTags, TimeProvider time)
    {
        _isSent = kind == ActivityKind.Producer;
        _metricTags = metricTags;
        _time = time;
        _start = time.GetUtcNow();
        _startedAt = time.GetTimestamp();
        _outer = Activity.Current;
        _span = Spans.Start(name, kind, parent, tags, _start);
    }

    /// <summary>Starts to observe an event to send. Its span becomes current. Returns null if nobody observes events.</summary>
    /// <param name="operation">The sender's name of the operation.</param>
    /// <param name="method">The name of the method at the receivers.</param>
    /// <param name="server">The destination endpoint; null if there are several.</param>
    /// <param name="time">The source of times.</param>
    public static ObservedEvent? Send(string operation, string method, Endpoint? server, TimeProvider time)
    {
        if (!Spans.IsOn && Metrics.SendDuration is not { Enabled: true } && Metrics.SentEvents is not { Enabled: true })
        {
            return null;
        }

        TagList tags = Tags(operation, "send", method);
        Spans.AddServer(ref tags, server);
        return new ObservedEvent(ActivityKind.Producer, $"{operation} {method}", parent: default, tags, tags, time);
    }

    /// <summary>Starts to observe a received event. Its span becomes current. Returns null if nobody observes events.</summary>
    /// <param name="method">The name in the event.</param>
    /// <param name="isKnown">
    /// Whether the receiver has a method of this name. Other names are chosen by senders and must not become names of spans or attributes of
    /// metrics, whose number would then have no bound.
    /// </param>
    /// <param name="header">The header of the event.</param>
    /// <param name="time">The source of times.</param>
    public static ObservedEvent? Handle(string method, bool isKnown, ReadOnlyMemory<byte> header, TimeProvider time)
    {
        const string Operation = "process";
        if (!Spans.IsOn && Metrics.ProcessDuration is not { Enabled: true } && Metrics.ConsumedEvents is not { Enabled: true })
        {
            return null;
        }

        var handled = new ObservedEvent(
            ActivityKind.Consumer,
            isKnown ? $"{Operation} {method}" : Operation,
            Spans.ReadTrace(header),
            Tags(Operation, Operation, method),
            Tags(Operation, Operation, isKnown ? method : Spans.Other),
            time);
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

    /// <summary>Ends the span and measures the event.</summary>
    /// <param name="error">Why sending or handling the event failed; null if it succeeded.</param>
    public void End(Exception? error)
    {
        TimeSpan duration = _time.GetElapsedTime(_startedAt);
        if (error is not null)
        {
            _metricTags.Add(Spans.ErrorType, ErrorNames.Of(Spans.ErrorTypeOf(error)));
        }

        Metrics.Record(_isSent ? Metrics.SendDuration : Metrics.ProcessDuration, duration, _metricTags);
        Metrics.OnEvent(_isSent ? Metrics.SentEvents : Metrics.ConsumedEvents, _metricTags);
        if (_span is null)
        {
            return;
        }

        if (error is not null)
        {
            _span.SetTag(Spans.ErrorType, Spans.ErrorTypeOf(error));
            _span.SetStatus(ActivityStatusCode.Error, ErrorText.MessageOf(error));
        }

        Spans.Stop(_span, _start + duration);
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
