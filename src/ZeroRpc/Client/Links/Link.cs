using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ZeroRpc.Channels;
using ZeroRpc.Diagnostics;
using ZeroRpc.Threading;
using ZeroRpc.Transport;

namespace ZeroRpc.Client.Links;

/// <summary>One transport of a client and the channels over it, with the endpoints it was given.</summary>
internal sealed class Link : IAsyncDisposable
{
    // Method names are few; where they are made up on the way, those beyond this are not kept.
    private const int MaxPlainSettings = 1000;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, CallSettings> _plainSettings = new();
    private bool _disposed;

    public Link(TransportScheme scheme, ITransport transport, ChannelOptions options, ILogger logger, bool inlineExecution = true)
    {
        CallersBudget = inlineExecution ? new InlineBudget() : null;
        Scheme = scheme;
        Transport = transport;
        Channels = new ChannelMultiplexer(transport, options, acceptor: null, logger);
        Metrics.Watch(Channels);
    }

    /// <summary>The kind of transport.</summary>
    public TransportScheme Scheme { get; }

    /// <summary>What carries the events.</summary>
    public ITransport Transport { get; }

    /// <summary>The channels.</summary>
    public ChannelMultiplexer Channels { get; }

    /// <summary>The measured durations of callers' continuations; null where they never run on the loop's thread.</summary>
    public InlineBudget? CallersBudget { get; }

    /// <summary>Calls that are over and may serve again.</summary>
    public ObjectPool<ClientCall> PooledCalls { get; } = new();

    /// <summary>What is known of the server behind the link.</summary>
    public LinkHealth? Health { get; set; }

    /// <summary>The endpoints that the link was told to bind or connect, for messages.</summary>
    public string Endpoints { get; private set; } = "";

    /// <summary>The one endpoint of a client's link; null where there are several.</summary>
    public Endpoint? Server { get; private set; }

    /// <summary>Notes an endpoint.</summary>
    public void AddEndpoint(string endpoint)
    {
        Endpoints = Endpoints.Length == 0 ? endpoint : $"{Endpoints}, {endpoint}";
        Server = Spans.ServerAt(Endpoints);
        _plainSettings.Clear();
    }

    /// <summary>The settings of a call over this link.</summary>
    /// <exception cref="ArgumentException">An option is out of its range, or a header entry is the protocol's own.</exception>
    public CallSettings SettingsOf(string method, in CallOptions call, ZeroRpcClientOptions client)
    {
        if (!call.IsPlain)
        {
            return CallSettings.Of(method, call, client, Endpoints);
        }

        if (!_plainSettings.TryGetValue(method, out CallSettings? settings))
        {
            settings = CallSettings.Of(method, call, client, Endpoints);
            if (_plainSettings.Count < MaxPlainSettings)
            {
                _plainSettings[method] = settings;
            }
        }

        return settings;
    }

    /// <summary>Whether the link has ended. A channel opened before this was false is ended by it.</summary>
    public bool IsDisposed => Volatile.Read(ref _disposed);

    /// <summary>Lets the calls that are under way finish, then ends. No new call may be given to the link any more.</summary>
    /// <param name="time">The time.</param>
    /// <param name="stop">Fires when the client ends, which ends the calls.</param>
    public async Task RetireAsync(TimeProvider time, CancellationToken stop)
    {
        // A thread that chose this link just before it was taken off has had time to open a channel by the first look.
        do
        {
            await Task.Delay(Grace, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (!stop.IsCancellationRequested && Channels.LiveChannels > 0);

        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Ends all channels, then the transport.</summary>
    public ValueTask DisposeAsync()
    {
        Volatile.Write(ref _disposed, true);
        Health?.Close();
        Channels.EndAll(ChannelEnd.Disposed);
        while (PooledCalls.TryTake(out ClientCall? spare))
        {
            Channels.Options.Clock.Cancel(spare);
        }

        return Transport.DisposeAsync();
    }
}
