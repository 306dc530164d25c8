using System.Diagnostics;
using ZeroRpc.Channels;
using ZeroRpc.Events;
using ZeroRpc.Transport;

namespace ZeroRpc.Diagnostics;

/// <summary>
/// The span and the duration of one call, which cover the same time. Listeners are user code, so a span starts and ends only on threads
/// that user code may block. Only the first end counts.
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

    /// <summary>Starts to observe an outgoing call.</summary>
    /// <param name="observer">The observer of the client.</param>
    /// <param name="method">The name of the method.</param>
    /// <param name="server">The endpoint of the server; null if the client has several endpoints.</param>
    public static ObservedCall Make(CallObserver observer, string method, Endpoint? server) => new(observer, method, server: server);

    /// <summary>Starts to observe an incoming request.</summary>
    /// <param name="observer">The observer of the server.</param>
    /// <param name="request">The request.</param>
    /// <param name="method">
    /// The name of the method; null if the method is unknown. Names of unknown methods are chosen by callers and must not become metric
    /// attributes.
    /// </param>
    public static ObservedCall Receive(CallObserver observer, in IncomingEvent request, string? method) =>
        new(observer, method ?? Spans.Other, method is null ? request.NameForLog : null, header: request.RawHeader.ToArray());

    /// <summary>Starts the span and makes it current. A server's span becomes a child of the span in the request header.</summary>
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

    /// <summary>
    /// Adds the trace to the header entries of a client's request. If the call has no span of its own, the current span is sent.
    /// </summary>
    public IReadOnlyDictionary<string, object?>? Carry(IReadOnlyDictionary<string, object?>? entries) =>
        Spans.WithTrace(entries, _span ?? Activity.Current);

    /// <summary>Sets the error of the call. The call has not ended yet.</summary>
    public void Fail(Exception error)
    {
        _statusCode = error is RemoteException ? Spans.ErrorTypeOf(error) : IsClient ? null : error.GetType().Name;
        _errorType = _statusCode ?? Spans.ErrorTypeOf(error);
        _description = ErrorText.MessageOf(error);
        _server ??= Spans.ServerAt((error as ZeroRpcException)?.Endpoint);
    }

    /// <summary>
    /// Sets the error of an incoming call whose channel ended before the reply. A caller that ended the channel on purpose is not an error.
    /// </summary>
    public void FailLost(ChannelEnd end)
    {
        if (end is ChannelEnd.Lost or ChannelEnd.PeerGone)
        {
            _statusCode = null;
            _errorType = typeof(LostRemoteException).FullName;
        }
    }

    /// <summary>Counts a stream item that was read or sent.</summary>
    public void OnItem() => Metrics.OnItem(IsClient, _method);

    /// <summary>Ends the call.</summary>
    /// <param name="endpoint">The endpoint of the server, if it was not known at the start.</param>
    public void End(string? endpoint = null)
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            _server ??= Spans.ServerAt(endpoint);
            TimeSpan duration = _observer.Time.GetElapsedTime(_startedAt);
            _observer.Record(duration, Tags(_observer.ErrorNames));
            EndSpan(duration);
        }
    }

    /// <summary>
    /// Records a call that a server refused without starting it. The calling thread must not run user code, so the span starts and ends on
    /// a pool thread.
    /// </summary>
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

    /// <summary>The attributes, with the names of errors limited in number for metrics.</summary>
    private TagList Tags(BoundedNames? errors = null)
    {
        var tags = new TagList { { Spans.System, Spans.ZeroRpc }, { Spans.Method, _method } };
        Spans.AddServer(ref tags, _server);
        Add(Spans.ErrorType, _errorType);
        Add(Spans.StatusCode, _statusCode);
        return tags;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                tags.Add(name, errors?.Of(value) ?? value);
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
