using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ZeroRpc.Channels;
using ZeroRpc.Diagnostics;
using ZeroRpc.Threading;
using ZeroRpc.Transport;

namespace ZeroRpc.Client.Links;

/// <summary>A transport of a client, with its endpoints and channels.</summary>
internal sealed class Link : IAsyncDisposable
{
    // A program usually calls few methods. If it makes up names, those beyond this number are not cached.
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

    /// <summary>The transport of the events.</summary>
    public ITransport Transport { get; }

    /// <summary>The channels.</summary>
    public ChannelMultiplexer Channels { get; }

    /// <summary>The measured durations of callers' continuations. Null if they never run inline on the loop's thread.</summary>
    public InlineBudget? CallersBudget { get; }

    /// <summary>The pool of completed calls.</summary>
    public ObjectPool<ClientCall> PooledCalls { get; } = new();

    /// <summary>The state of the server at the other end of the link.</summary>
    public LinkHealth? Health { get; set; }

    /// <summary>The endpoints of the link, for messages.</summary>
    public string Endpoints { get; private set; } = "";

    /// <summary>The endpoint of the link. Null if there are several.</summary>
    public Endpoint? Server { get; private set; }

    /// <summary>Adds an endpoint.</summary>
    public void AddEndpoint(string endpoint)
    {
        Endpoints = Endpoints.Length == 0 ? endpoint : $"{Endpoints}, {endpoint}";
        Server = Spans.ServerAt(Endpoints);
        _plainSettings.Clear();
    }

    /// <summary>Returns the settings of a call over this link.</summary>
    /// <exception cref="ArgumentException">An option is out of range, or a header entry is reserved by the protocol.</exception>
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

    /// <summary>Whether the link has ended. It ends all channels that were opened before this value became true.</summary>
    public bool IsDisposed => Volatile.Read(ref _disposed);

    /// <summary>Waits until the live calls have completed, then ends the link. The link must already be removed from the choice.</summary>
    /// <param name="time">The source of times.</param>
    /// <param name="stop">Cancelled when the client is disposed, which ends the calls.</param>
    public async Task RetireAsync(TimeProvider time, CancellationToken stop)
    {
        // A thread that chose this link just before its removal has opened its channel by the first check.
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
