using System.Diagnostics;
using ZeroRpc.Events;
using ZeroRpc.Transport;

namespace ZeroRpc.Diagnostics;

/// <summary>
/// The spans of calls and one-way events, and the names of span and metric attributes. They follow version <see cref="ConventionsVersion"/>
/// of OpenTelemetry's semantic conventions: those for RPC (release candidate) and, for one-way events, those for messaging (in
/// development). Names that start with <c>zerorpc.</c> are this library's own.
/// </summary>
internal static class Spans
{
    /// <summary>The version of the conventions.</summary>
    public const string ConventionsVersion = "1.44.0";

    /// <summary>The URL of the conventions' schema.</summary>
    public const string SchemaUrl = $"https://opentelemetry.io/schemas/{ConventionsVersion}";

    /// <summary>Attribute: the RPC system. Also the name of a span without a method name.</summary>
    public const string System = "rpc.system.name";

    /// <summary>The value of <see cref="System"/>.</summary>
    public const string ZeroRpc = "zerorpc";

    /// <summary>
    /// Attribute: the method. <see cref="Other"/> at a server that does not have the method, because callers choose those names.
    /// </summary>
    public const string Method = "rpc.method";

    /// <summary>The value of <see cref="Method"/> for an unknown method.</summary>
    public const string Other = "_OTHER";

    /// <summary>Attribute of spans: the requested name if <see cref="Method"/> is <see cref="Other"/>.</summary>
    public const string OriginalMethod = "rpc.method_original";

    /// <summary>Attribute: the name of the error that the server replied with.</summary>
    public const string StatusCode = "rpc.response.status_code";

    /// <summary>Attribute of one-way events: the messaging system, <see cref="ZeroRpc"/>.</summary>
    public const string MessagingSystem = "messaging.system";

    /// <summary>Attribute of one-way events: the operation in this library's terms.</summary>
    public const string OperationName = "messaging.operation.name";

    /// <summary>Attribute of one-way events: the operation in the conventions' terms.</summary>
    public const string OperationType = "messaging.operation.type";

    /// <summary>Attribute of one-way events: the method. It takes the place of a topic.</summary>
    public const string Destination = "messaging.destination.name";

    /// <summary>Attribute of failures: the <see cref="StatusCode"/>, or the type of the exception if the server did not reply.</summary>
    public const string ErrorType = "error.type";

    /// <summary>Attribute: the host, the path of the Unix socket, or the in-process name that was called.</summary>
    public const string ServerAddress = "server.address";

    /// <summary>Attribute: the port that was called.</summary>
    public const string ServerPort = "server.port";

    /// <summary>The version of the library.</summary>
    public static readonly string LibraryVersion = typeof(Spans).Assembly.GetName().Version!.ToString(3);

    /// <summary>
    /// The source of the spans. Null if a listener threw an exception when the source was offered to it; calls go on without spans.
    /// </summary>
    public static readonly ActivitySource? Source = UnobservedExceptions.Try(() => new ActivitySource(
        new ActivitySourceOptions(ZeroRpcDiagnostics.ActivitySourceName) { Version = LibraryVersion, TelemetrySchemaUrl = SchemaUrl }));

    /// <summary>Whether spans are being collected.</summary>
    public static bool IsOn => Source?.HasListeners() == true;

    /// <summary>
    /// Adds header entries that carry the trace to the receiver: <c>traceparent</c>, <c>tracestate</c> and <c>baggage</c>, or the names
    /// that the program's <see cref="DistributedContextPropagator"/> uses. Entries that the caller has set are kept.
    /// </summary>
    public static IReadOnlyDictionary<string, object?>? WithTrace(IReadOnlyDictionary<string, object?>? entries, Activity? span)
    {
        if (span is null)
        {
            return entries;
        }

        Dictionary<string, object?> all = entries is null ? [] : new(entries);
        try
        {
            DistributedContextPropagator.Current.Inject(span, all, static (carrier, name, value) => ((Dictionary<string, object?>)carrier!).TryAdd(name, value));
        }
        catch (Exception thrown)
        {
            UnobservedExceptions.Report(thrown);
        }

        return all;
    }

    /// <summary>Reads the trace from a request header. Returns an empty context if there is no valid one.</summary>
    public static ActivityContext ReadTrace(ReadOnlyMemory<byte> header)
    {
        try
        {
            DistributedContextPropagator.Current.ExtractTraceIdAndState(header, ReadEntry, out string? parent, out string? state);
            return ActivityContext.TryParse(parent, state, isRemote: true, out ActivityContext context) ? context : default;
        }
        catch (Exception thrown)
        {
            UnobservedExceptions.Report(thrown);
            return default;
        }
    }

    /// <summary>Adds the baggage in a request header to a span.</summary>
    public static void ReadBaggage(ReadOnlyMemory<byte> header, Activity span)
    {
        try
        {
            foreach ((string key, string? value) in DistributedContextPropagator.Current.ExtractBaggage(header, ReadEntry) ?? [])
            {
                span.AddBaggage(key, value);
            }
        }
        catch (Exception thrown)
        {
            UnobservedExceptions.Report(thrown);
        }
    }

    /// <summary>Parses the endpoint that was called. Returns null if the text is empty or lists several endpoints.</summary>
    public static Endpoint? ServerAt(string? endpoints) =>
        string.IsNullOrEmpty(endpoints) || endpoints.Contains(", ", StringComparison.Ordinal) ? null : Endpoint.ForConnect(endpoints);

    /// <summary>Adds the attributes of the destination, if it is known.</summary>
    public static void AddServer(ref TagList tags, Endpoint? server)
    {
        if (server is not null)
        {
            tags.Add(ServerAddress, server.Host);
        }

        if (server is { Scheme: TransportScheme.Tcp })
        {
            tags.Add(ServerPort, server.Port);
        }
    }

    /// <summary>
    /// Returns the <see cref="ErrorType"/> of an exception: the name of a remote error, escaped and shortened, or the type of the exception.
    /// </summary>
    public static string ErrorTypeOf(Exception error) => error switch
    {
        RemoteException remote => PrintableText.Name(remote.Name),
        OperationCanceledException => typeof(OperationCanceledException).FullName!,
        _ => error.GetType().FullName!,
    };

    /// <summary>Starts a span and makes it current. Returns null if no listener wants the span.</summary>
    public static Activity? Start(string name, ActivityKind kind, ActivityContext parent, in TagList tags, DateTimeOffset start)
    {
        Activity? current = Activity.Current;
        try
        {
            return Source?.StartActivity(name, kind, parent, tags, links: null, start);
        }
        catch (Exception thrown)
        {
            Activity.Current = current;
            UnobservedExceptions.Report(thrown);
            return null;
        }
    }

    /// <summary>
    /// Ends a span. <c>Activity.Stop</c> makes the parent of the span current. If another span is current by now, as in the reader of a
    /// stream, that span stays current.
    /// </summary>
    public static void Stop(Activity span, DateTimeOffset end)
    {
        Activity? current = Activity.Current;
        span.SetEndTime(end.UtcDateTime);
        try
        {
            span.Stop();
        }
        catch (Exception thrown)
        {
            UnobservedExceptions.Report(thrown);
        }

        if (current != span)
        {
            Activity.Current = current;
        }
    }

    private static void ReadEntry(object? carrier, string name, out string? value, out IEnumerable<string>? values)
    {
        values = null;
        value = HeaderEntries.ReadText((ReadOnlyMemory<byte>)carrier!, name);
    }
}
