using System.Diagnostics;
using ZeroRpc.Events;
using ZeroRpc.Transport;

namespace ZeroRpc.Diagnostics;

/// <summary>
/// The spans of calls and of events that nobody answers, and the names of what spans and metrics tell, by OpenTelemetry's semantic conventions
/// in their version <see cref="ConventionsVersion"/>: for RPC (a release candidate) and, for events, for messaging (in development); names that
/// begin with <c>zerorpc.</c> are ours.
/// </summary>
internal static class Spans
{
    /// <summary>The version of the conventions.</summary>
    public const string ConventionsVersion = "1.44.0";

    /// <summary>What the conventions' schema is found by.</summary>
    public const string SchemaUrl = $"https://opentelemetry.io/schemas/{ConventionsVersion}";

    /// <summary>An attribute: which RPC this is; also a span's name where the method has none to give.</summary>
    public const string System = "rpc.system.name";

    /// <summary>The value of <see cref="System"/>.</summary>
    public const string ZeroRpc = "zerorpc";

    /// <summary>An attribute: the method; <see cref="Other"/> on a server that has none of that name, which anybody can make up.</summary>
    public const string Method = "rpc.method";

    /// <summary>The value of <see cref="Method"/> for a method that does not exist.</summary>
    public const string Other = "_OTHER";

    /// <summary>An attribute of spans: the name called, where <see cref="Method"/> is <see cref="Other"/>.</summary>
    public const string OriginalMethod = "rpc.method_original";

    /// <summary>An attribute: the name of the error that the server answered with.</summary>
    public const string StatusCode = "rpc.response.status_code";

    /// <summary>An attribute of an event: which messaging system this is, <see cref="ZeroRpc"/>.</summary>
    public const string MessagingSystem = "messaging.system";

    /// <summary>An attribute of an event: what is done with it, in our words.</summary>
    public const string OperationName = "messaging.operation.name";

    /// <summary>An attribute of an event: what is done with it, in the conventions' words.</summary>
    public const string OperationType = "messaging.operation.type";

    /// <summary>An attribute of an event: the method, by which receivers choose what they take, as elsewhere by topics.</summary>
    public const string Destination = "messaging.destination.name";

    /// <summary>An attribute of what failed: <see cref="StatusCode"/>, or the exception's type where the server did not answer.</summary>
    public const string ErrorType = "error.type";

    /// <summary>An attribute: the host, socket file or in-process name called.</summary>
    public const string ServerAddress = "server.address";

    /// <summary>An attribute: the port called.</summary>
    public const string ServerPort = "server.port";

    /// <summary>What makes the spans.</summary>
    public static readonly ActivitySource Source = new(new ActivitySourceOptions(ZeroRpcDiagnostics.ActivitySourceName)
    {
        Version = typeof(Spans).Assembly.GetName().Version!.ToString(3),
        TelemetrySchemaUrl = SchemaUrl,
    });

    /// <summary>
    /// Header entries, with those by which the receiver finds the trace: <c>traceparent</c>, <c>tracestate</c> and <c>baggage</c>, unless the
    /// program's <see cref="DistributedContextPropagator"/> has other names. What the caller set itself stays.
    /// </summary>
    public static IReadOnlyDictionary<string, object?>? WithTrace(IReadOnlyDictionary<string, object?>? entries, Activity? span)
    {
        if (span is null)
        {
            return entries;
        }

        Dictionary<string, object?> all = entries is null ? [] : new(entries);
        DistributedContextPropagator.Current.Inject(span, all, static (carrier, name, value) => ((Dictionary<string, object?>)carrier!).TryAdd(name, value));
        return all;
    }

    /// <summary>The trace that came along in a request's header; none where there is no good one.</summary>
    public static ActivityContext ReadTrace(ReadOnlyMemory<byte> header)
    {
        DistributedContextPropagator.Current.ExtractTraceIdAndState(header, ReadEntry, out string? parent, out string? state);
        return ActivityContext.TryParse(parent, state, isRemote: true, out ActivityContext context) ? context : default;
    }

    /// <summary>Adds the baggage that came along in a request's header.</summary>
    public static void ReadBaggage(ReadOnlyMemory<byte> header, Activity span)
    {
        foreach ((string key, string? value) in DistributedContextPropagator.Current.ExtractBaggage(header, ReadEntry) ?? [])
        {
            span.AddBaggage(key, value);
        }
    }

    /// <summary>The endpoint that is called; null where the text names none, or several.</summary>
    public static Endpoint? ServerAt(string? endpoints) =>
        string.IsNullOrEmpty(endpoints) || endpoints.Contains(", ", StringComparison.Ordinal) ? null : Endpoint.ForConnect(endpoints);

    /// <summary>Adds where a call or an event goes, as far as that is known.</summary>
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

    /// <summary>What <see cref="ErrorType"/> says of an exception: the remote error's name, or the exception's type.</summary>
    public static string ErrorTypeOf(Exception error) => error switch
    {
        RemoteException remote => remote.Name,
        OperationCanceledException => typeof(OperationCanceledException).FullName!,
        _ => error.GetType().FullName!,
    };

    /// <summary>Starts a span, which is current from here on; null where nobody wants it.</summary>
    public static Activity? Start(string name, ActivityKind kind, ActivityContext parent, in TagList tags, DateTimeOffset start)
    {
        Activity? current = Activity.Current;
        try
        {
            return Source.StartActivity(name, kind, parent, tags, links: null, start);
        }
        catch (Exception thrown)
        {
            Activity.Current = current;
            Listeners.Report(thrown);
            return null;
        }
    }

    /// <summary>
    /// Ends a span. Stopping makes its parent current; where another span is by now, as within a stream's reader, that stays.
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
            Listeners.Report(thrown);
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
