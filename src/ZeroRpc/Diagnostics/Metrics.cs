using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ZeroRpc.Channels;

namespace ZeroRpc.Diagnostics;

/// <summary>
/// What is measured: the durations of calls by the conventions that <see cref="Spans"/> names, and what is ZeroRPC's own. What is rare is
/// counted where it happens, on the transports' threads too: a listener must not hold them up, as no log may.
/// </summary>
internal static class Metrics
{
    private const string Role = "zerorpc.role";
    private const string Reason = "zerorpc.reason";

    /// <summary>What all instruments belong to.</summary>
    public static readonly Meter Meter = new(new MeterOptions(ZeroRpcDiagnostics.MeterName)
    {
        Version = Spans.Source.Version,
        TelemetrySchemaUrl = Spans.SchemaUrl,
    });

    /// <summary>In seconds, as the conventions advise.</summary>
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    };

    /// <summary>Calls made, to their reply or the end of their stream.</summary>
    public static readonly Histogram<double> ClientDuration =
        Meter.CreateHistogram("rpc.client.call.duration", "s", "Measures the duration of an outgoing Remote Procedure Call (RPC).", null, Seconds);

    /// <summary>Calls answered, from the request to the last of the reply.</summary>
    public static readonly Histogram<double> ServerDuration =
        Meter.CreateHistogram("rpc.server.call.duration", "s", "Measures the duration of an incoming Remote Procedure Call (RPC).", null, Seconds);

    /// <summary>Items of streams: read by a client, sent by a server.</summary>
    public static readonly Counter<long> StreamItems =
        Meter.CreateCounter<long>("zerorpc.stream.items", "{item}", "Items of streams that a client read or a server sent.");

    private static readonly Counter<long> ChannelsLost =
        Meter.CreateCounter<long>("zerorpc.channels.lost", "{channel}", "Calls that ended because the remote was lost.");

    private static readonly Counter<long> EventsDropped =
        Meter.CreateCounter<long>("zerorpc.events.dropped", "{event}", "Events that were dropped, received or to be sent.");

    private static readonly Histogram<double> CreditWait =
        Meter.CreateHistogram("zerorpc.credit.wait.duration", "s", "How long a sender waited for its peer to grant more events.", null, Seconds);

    /// <summary>Weak, for a client that nobody disposed of may go all the same.</summary>
    private static readonly ConditionalWeakTable<ChannelMultiplexer, object?> Multiplexers = [];

    static Metrics() => Meter.CreateObservableUpDownCounter(
        "zerorpc.channels.live", LiveChannels, "{channel}", "Channels that are live: calls and streams that have not ended.");

    /// <summary>Counts the live channels of a client or server from now on.</summary>
    public static void Watch(ChannelMultiplexer channels) => Multiplexers.Add(channels, null);

    /// <summary>A channel was ended by other than its user: counts those whose remote was lost.</summary>
    public static void OnEnded(bool isClient, ChannelEnd end)
    {
        if (end is ChannelEnd.Lost or ChannelEnd.PeerGone)
        {
            Count(ChannelsLost, RoleOf(isClient), new(Reason, end == ChannelEnd.Lost ? "heartbeat" : "connection"));
        }
    }

    /// <summary>An event was dropped.</summary>
    public static void OnDropped(string reason) => Count(EventsDropped, new KeyValuePair<string, object?>(Reason, reason));

    /// <summary>A sender had to wait for credit.</summary>
    public static void OnCreditAwaited(TimeSpan wait) => Record(CreditWait, wait, default);

    /// <summary>An item of a stream was read by a client, or sent by a server.</summary>
    public static void OnItem(bool isClient, string method) => Count(StreamItems, new(Spans.Method, method), RoleOf(isClient));

    /// <summary>The attribute that tells the two sides apart where both are in one metric.</summary>
    public static KeyValuePair<string, object?> RoleOf(bool isClient) => new(Role, isClient ? "client" : "server");

    /// <summary>Measures how long something took.</summary>
    public static void Record(Histogram<double> histogram, TimeSpan duration, in TagList tags)
    {
        try
        {
            histogram.Record(duration.TotalSeconds, tags);
        }
        catch (Exception thrown)
        {
            Listeners.Report(thrown);
        }
    }

    private static void Count(Counter<long> counter, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        try
        {
            counter.Add(1, tags);
        }
        catch (Exception thrown)
        {
            Listeners.Report(thrown);
        }
    }

    private static Measurement<int>[] LiveChannels() =>
    [
        new(Multiplexers.Where(each => each.Key.OpensChannels).Sum(each => each.Key.LiveChannels), RoleOf(isClient: true)),
        new(Multiplexers.Where(each => !each.Key.OpensChannels).Sum(each => each.Key.LiveChannels), RoleOf(isClient: false)),
    ];
}

/// <summary>Why events are dropped: values of an attribute.</summary>
internal static class DropReasons
{
    /// <summary>It is no event.</summary>
    public const string Malformed = "malformed";

    /// <summary>Its channel is not live (any more).</summary>
    public const string NoChannel = "no_channel";

    /// <summary>It breaks the protocol, or does not belong there.</summary>
    public const string Unexpected = "unexpected";

    /// <summary>Published while nobody subscribed.</summary>
    public const string NoSubscriber = "no_subscriber";

    /// <summary>Published faster than a subscriber, or the socket, took it.</summary>
    public const string Full = "full";
}
