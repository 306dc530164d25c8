using System.Diagnostics;
using ZeroRpc.Channels;
using ZeroRpc.Events;
using ZeroRpc.Transport;

namespace ZeroRpc.Diagnostics;

/// <summary>
/// One call that somebody listens to: its span and its duration, which say the same. Whoever listens is user code, so a span starts and ends
/// on threads that user code may hold. Ends once.
/// </summary>
internal sealed class ObservedCall
{
    private readonly CallObserver _observer;
    private readonly string _method;
    private readonly string? _originalMethod;
    private readonly ReadOnlyMemory<byte> _header;
    private readonly DateTimeOffset _start;
    private readonly long _startedAt;
    private Endpoint? _server;
    private Activity? _span;
    private string? _errorType;
    private string? _statusCode;
    private string? _description;
    private int _ended;

    private ObservedCall(
        CallObserver observer, string method, string? originalMethod = null, Endpoint? server = null, ReadOnlyMemory<byte> header = default)
    {
        _observer = observer;
        _method = method;
        _originalMethod = originalMethod;
        _server = server;
        _header = header;
        _start = observer.Time.GetUtcNow();
        _startedAt = observer.Time.GetTimestamp();
    }

    private bool IsClient => _observer.Kind == ActivityKind.Client;

    /// <summary>A client makes a call.</summary>
    /// <param name="observer">The client's.</param>
    /// <param name="method">The method.</param>
    /// <param name="server">The server's endpoint, where there is no choice.</param>
    public static ObservedCall Make(CallObserver observer, string method, Endpoint? server) => new(observer, method, server: server);

    /// <summary>A server receives a request.</summary>
    /// <param name="observer">The server's.</param>
    /// <param name="request">The request.</param>
    /// <param name="method">The method; null when the server has none of that name, since anybody can make up names.</param>
    public static ObservedCall Receive(CallObserver observer, in IncomingEvent request, string? method) =>
        new(observer, method ?? Spans.Other, method is null ? request.NameForLog : null, header: request.RawHeader.ToArray());

    /// <summary>The call begins: its span is current from here on, a server's as a child of the one that came along.</summary>
    public void Start()
    {
        ActivityContext parent = IsClient ? default : Spans.ReadTrace(_header);
        _span = Spans.Start(_method == Spans.Other ? Spans.ZeroRpc : _method, _observer.Kind, parent, Tags(), _start);
        if (_span is not null && !IsClient)
        {
            Spans.ReadBaggage(_header, _span);
            _span.SetTag(Spans.OriginalMethod, _originalMethod);
        }
    }

    /// <summary>A client's header entries, with the trace; where the call has no span of its own, with the trace that it is in.</summary>
    public IReadOnlyDictionary<string, object?>? Carry(IReadOnlyDictionary<string, object?>? entries) =>
        Spans.WithTrace(entries, _span ?? Activity.Current);

    /// <summary>The call failed; it has not ended yet.</summary>
    public void Fail(Exception error)
    {
        _statusCode = error is RemoteException remote ? remote.Name : IsClient ? null : error.GetType().Name;
        _errorType = _statusCode ?? Spans.ErrorTypeOf(error);
        _description = error.Message;
        _server ??= Spans.ServerAt((error as ZeroRpcException)?.Endpoint);
    }

    /// <summary>A server's channel ended before its caller had the answer; one that has left on purpose is no failure.</summary>
    public void FailLost(ChannelEnd end)
    {
        if (end is ChannelEnd.Lost or ChannelEnd.PeerGone)
        {
            _statusCode = null;
            _errorType = typeof(LostRemoteException).FullName;
        }
    }

    /// <summary>An item of a stream was read, or sent.</summary>
    public void OnItem() => Metrics.OnItem(IsClient, _method);

    /// <summary>The call has ended.</summary>
    /// <param name="endpoint">The endpoint called, as far as it was not known before.</param>
    public void End(string? endpoint = null)
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            _server ??= Spans.ServerAt(endpoint);
            TimeSpan duration = _observer.Time.GetElapsedTime(_startedAt);
            _observer.Record(duration, Tags());
            EndSpan(duration);
        }
    }

    /// <summary>A server refused the call without starting it, on a thread that user code may not hold: its span starts and ends on another.</summary>
    public void EndElsewhere(RemoteException refusal)
    {
        Fail(refusal);
        ThreadPool.UnsafeQueueUserWorkItem(
            static call =>
            {
                call.Start();
                call.End();
            },
            this,
            preferLocal: false);
    }

    private TagList Tags()
    {
        var tags = new TagList { { Spans.System, Spans.ZeroRpc }, { Spans.Method, _method } };
        Spans.AddServer(ref tags, _server);
        Add(Spans.ErrorType, _errorType);
        Add(Spans.StatusCode, _statusCode);
        return tags;

        void Add(string name, object? value)
        {
            if (value is not null)
            {
                tags.Add(name, value);
            }
        }
    }

    private void EndSpan(TimeSpan duration)
    {
        if (_span is null)
        {
            return;
        }

        foreach ((string name, object? value) in Tags())
        {
            _span.SetTag(name, value);
        }

        if (_errorType is not null)
        {
            _span.SetStatus(ActivityStatusCode.Error, _description);
        }

        Spans.Stop(_span, _start + duration);
    }
}
