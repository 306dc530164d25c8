using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ZeroRpc.Channels;

namespace ZeroRpc.Diagnostics;

/// <summary>
/// The metrics: the durations of calls, named by the conventions that <see cref="Spans"/> states, and metrics specific to ZeroRPC. Rare
/// incidents are counted where they happen, which includes the transports' threads. A listener, like a logger, must therefore not block. An
/// instrument is null if a listener threw an exception when the instrument was published to it; calls go on without it.
/// </summary>
internal static class Metrics
{
    private const string Role = "zerorpc.role";
    private const string Reason = "zerorpc.reason";

    /// <summary>The meter of all instruments.</summary>
    public static readonly Meter Meter = new(new MeterOptions(ZeroRpcDiagnostics.MeterName)
    {
        Version = Spans.LibraryVersion,
        TelemetrySchemaUrl = Spans.SchemaUrl,
    });

    /// <summary>Buckets in seconds, as the conventions recommend.</summary>
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    };

    /// <summary>The duration of outgoing calls, to the reply or the end of the stream.</summary>
    public static readonly Histogram<double>? ClientDuration = UnobservedExceptions.Try(
        () => Meter.CreateHistogram("rpc.client.call.duration", "s", "Measures the duration of an outgoing Remote Procedure Call (RPC).", null, Seconds));

    /// <summary>The duration of incoming calls, from the request to the reply or the end of the stream.</summary>
    public static readonly Histogram<double>? ServerDuration = UnobservedExceptions.Try(
        () => Meter.CreateHistogram("rpc.server.call.duration", "s", "Measures the duration of an incoming Remote Procedure Call (RPC).", null, Seconds));

    /// <summary>The duration of pushes and publications.</summary>
    public static readonly Histogram<double>? SendDuration = UnobservedExceptions.Try(() => Meter.CreateHistogram(
        "messaging.client.operation.duration", "s", "Duration of messaging operation initiated by a producer or consumer client.", null, Seconds));

    /// <summary>The duration of handling one-way events.</summary>
    public static readonly Histogram<double>? ProcessDuration = UnobservedExceptions.Try(
        () => Meter.CreateHistogram("messaging.process.duration", "s", "Duration of processing operation.", null, Seconds));

    /// <summary>The number of events that were pushed or published.</summary>
    public static readonly Counter<long>? SentEvents = UnobservedExceptions.Try(() => Meter.CreateCounter<long>(
        "messaging.client.sent.messages", "{message}", "Number of messages producer attempted to send to the broker."));

    /// <summary>The number of one-way events that were handled.</summary>
    public static readonly Counter<long>? ConsumedEvents = UnobservedExceptions.Try(() => Meter.CreateCounter<long>(
        "messaging.client.consumed.messages", "{message}", "Number of messages that were delivered to the application."));

    /// <summary>Stream items that a client has read or a server has sent.</summary>
    public static readonly Counter<long>? StreamItems = UnobservedExceptions.Try(
        () => Meter.CreateCounter<long>("zerorpc.stream.items", "{item}", "Items of streams that a client read or a server sent."));

    private static readonly Counter<long>? ChannelsLost = UnobservedExceptions.Try(
        () => Meter.CreateCounter<long>("zerorpc.channels.lost", "{channel}", "Calls that ended because the remote was lost."));

    private static readonly Counter<long>? EventsDropped = UnobservedExceptions.Try(
        () => Meter.CreateCounter<long>("zerorpc.events.dropped", "{event}", "Events that were dropped, received or to be sent."));

    private static readonly Histogram<double>? CreditWait = UnobservedExceptions.Try(
        () => Meter.CreateHistogram("zerorpc.credit.wait.duration", "s", "How long a sender waited for its peer to grant more events.", null, Seconds));

    /// <summary>Weak references, so that a client that was never disposed can be garbage collected.</summary>
    private static readonly ConditionalWeakTable<ChannelMultiplexer, object?> Multiplexers = [];

    static Metrics() => UnobservedExceptions.Try(() => Meter.CreateObservableUpDownCounter(
        "zerorpc.channels.live", LiveChannels, "{channel}", "Channels that are live: calls and streams that have not ended."));

    /// <summary>Includes the channels of a client or server in the number of live channels.</summary>
    public static void Watch(ChannelMultiplexer channels) => Multiplexers.Add(channels, null);

    /// <summary>Counts a channel that was lost. Other ends of a channel are not counted.</summary>
    public static void OnEnded(bool isClient, ChannelEnd end)
    {
        if (end is ChannelEnd.Lost or ChannelEnd.PeerGone)
        {
            Count(ChannelsLost, RoleOf(isClient), new(Reason, end == ChannelEnd.Lost ? "heartbeat" : "connection"));
        }
    }

    /// <summary>Counts a dropped event.</summary>
    public static void OnDropped(string reason) => Count(EventsDropped, new KeyValuePair<string, object?>(Reason, reason));

    /// <summary>Records how long a sender waited for credit.</summary>
    public static void OnCreditAwaited(TimeSpan wait) => Record(CreditWait, wait, default);

    /// <summary>Counts a stream item that a client has read or a server has sent.</summary>
    public static void OnItem(bool isClient, string method) => Count(StreamItems, new(Spans.Method, method), RoleOf(isClient));

    /// <summary>Returns the attribute that distinguishes clients from servers in a metric that both record.</summary>
    public static KeyValuePair<string, object?> RoleOf(bool isClient) => new(Role, isClient ? "client" : "server");

    /// <summary>Measures how long something took.</summary>
    public static void Record(Histogram<double>? histogram, TimeSpan duration, in TagList tags)
    {
        try
        {
            histogram?.Record(duration.TotalSeconds, tags);
        }
        catch (Exception thrown)
        {
            UnobservedExceptions.Report(thrown);
        }
    }

    /// <summary>Counts a one-way event.</summary>
    public static void OnEvent(Counter<long>? counter, in TagList tags)
    {
        try
        {
            counter?.Add(1, tags);
        }
        catch (Exception thrown)
        {
            UnobservedExceptions.Report(thrown);
        }
    }

    private static void Count(Counter<long>? counter, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        try
        {
            counter?.Add(1, tags);
        }
        catch (Exception thrown)
        {
            UnobservedExceptions.Report(thrown);
        }
    }

    private static Measurement<int>[] LiveChannels() =>
    [
        new(Multiplexers.Where(each => each.Key.OpensChannels).Sum(each => each.Key.LiveChannels), RoleOf(isClient: true)),
        new(Multiplexers.Where(each => !each.Key.OpensChannels).Sum(each => each.Key.LiveChannels), RoleOf(isClient: false)),
    ];
}

/// <summary>The reasons for dropped events, as values of an attribute.</summary>
internal static class DropReasons
{
    /// <summary>The message is not an event.</summary>
    public const string Malformed = "malformed";

    /// <summary>The channel of the event does not exist or has ended.</summary>
    public const string NoChannel = "no_channel";

    /// <summary>The event violates the protocol or is not expected at this point.</summary>
    public const string Unexpected = "unexpected";

    /// <summary>The event was published without a subscriber.</summary>
    public const string NoSubscriber = "no_subscriber";

    /// <summary>The event was published faster than a subscriber or the socket accepted it.</summary>
    public const string Full = "full";
}
