using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using ZeroRpc.Channels;
using ZeroRpc.Diagnostics;
using ZeroRpc.Transport;

namespace ZeroRpc.Client.Links;

/// <summary>
/// A client's sockets: one for each endpoint that it connects to, so that a call and all that belongs to it stay with one server, where
/// ZeroMQ's own round robin would tear them apart; and one for each kind of transport that it binds. With a resolver, the endpoints are what
/// it says, and change with that. Thread-safe.
/// </summary>
internal sealed class ClientLinks(
    ChannelOptions channelOptions, ZeroRpcClientOptions options, Action<ZeroRpcConnection> connectionChanged, ILogger logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly ConnectionEvents _events = new(connectionChanged, logger);
    private readonly Dictionary<string, Link> _bound = [];
    private readonly Dictionary<string, Link> _connected = [];
    private volatile EndpointWatch[] _watches = [];
    private volatile Link[] _links = [];
    private bool _disposed;
    private uint _next;

    /// <summary>How many calls are live.</summary>
    public int LiveChannels => _links.Sum(link => link.Channels.LiveChannels);

    /// <summary>The endpoint that all calls go to; null where there is a choice, or none yet.</summary>
    public Endpoint? Server => _links is [{ } only] ? only.Server : null;

    /// <summary>The endpoints and how they stand.</summary>
    public IReadOnlyList<ZeroRpcConnection> Connections
    {
        get
        {
            // A connection may come up, and be told, while its link is being added: whoever then asks finds it here.
            lock (_gate)
            {
                return [.. _links.Select(StateOf)];
            }
        }
    }

    /// <summary>Connects to an endpoint, or to what it is resolved to, unless that was done already.</summary>
    public void Connect(string endpoint)
    {
        if (options.ResolveEndpoint is null)
        {
            Endpoint.ForConnect(endpoint);
        }

        ArgumentException.ThrowIfNullOrEmpty(endpoint);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(ZeroRpcClient));
            if (options.ResolveEndpoint is null)
            {
                AddLink(endpoint);
            }
            else if (!_watches.Any(watch => watch.Name == endpoint))
            {
                var watch = new EndpointWatch(endpoint, options, OnResolved, logger);
                _watches = [.. _watches, watch];
                watch.Start();
            }
        }
    }

    /// <summary>Listens for a server that connects, and gives back the real endpoint.</summary>
    public string Bind(string endpoint)
    {
        Endpoint parsed = Endpoint.ForBind(endpoint);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(ZeroRpcClient));
            Link? known = _bound.Values.FirstOrDefault(link => link.Scheme == parsed.Scheme);
            Link link = known ?? NewLink(parsed.Scheme);
            string bound = link.Transport.Bind(endpoint);
            link.AddEndpoint(bound);
            _bound.Add(bound, link);
            _links = known is null ? [.. _links, link] : _links;
            return bound;
        }
    }

    /// <summary>Ends a connection and the calls over it, or the listening on an endpoint.</summary>
    public async ValueTask DisconnectAsync(string endpoint)
    {
        foreach (Link dropped in TakeOff(endpoint))
        {
            await dropped.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The link for the next call: at once, unless endpoints are still being resolved.</summary>
    public ValueTask<Link> ChooseAsync(string method, in CallOptions call) => _links.Length > 0 || _watches.Length == 0
        ? new ValueTask<Link>(Choose(method))
        : new ValueTask<Link>(ChooseResolvedAsync(method, call.ConnectTimeout ?? options.ConnectTimeout ?? call.Timeout ?? options.Timeout, call));

    /// <summary>Chooses the link for a call if that takes no waiting, and there is one.</summary>
    public bool TryChoose(string method, [NotNullWhen(true)] out Link? link)
    {
        link = _links.Length > 0 ? Choose(method) : null;
        return link is not null;
    }

    /// <summary>Ends all calls and transports.</summary>
    public async ValueTask DisposeAsync()
    {
        Link[] links;
        lock (_gate)
        {
            _disposed = true;
            links = _links;
            _links = [];
            foreach (EndpointWatch watch in _watches)
            {
                watch.Dispose();
            }
        }

        foreach (Link link in links)
        {
            await link.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The one that costs least: see <see cref="LinkHealth.Cost"/>.</summary>
    private Link Choose(string method)
    {
        Link[] links = _links;
        if (links.Length == 1)
        {
            return links[0];
        }

        if (links.Length == 0)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(ZeroRpcClient));
            throw new InvalidOperationException($"'{method}' was called on a client without an endpoint: Connect or Bind it first.");
        }

        Link best = links[0];
        long bestCost = long.MaxValue;
        uint start = Interlocked.Increment(ref _next);
        for (uint i = 0; i < links.Length; i++)
        {
            Link link = links[(start + i) % links.Length];
            long cost = link.Health!.Cost;
            if (cost < bestCost)
            {
                (best, bestCost) = (link, cost);
            }
        }

        return best;
    }

    private async Task<Link> ChooseResolvedAsync(string method, TimeSpan? limit, CallOptions call)
    {
        EndpointWatch[] watches = _watches;
        try
        {
            // The first that is resolved will do.
            Task first = await Task.WhenAny(watches.Select(watch => watch.Resolved))
                .WaitAsync(
                    limit <= ZeroRpcSocketOptions.LongestTimer ? limit.Value : Timeout.InfiniteTimeSpan,
                    options.TimeProvider,
                    call.CancellationToken)
                .ConfigureAwait(false);
            await first.ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw CallErrors.NotResolved(method, string.Join(", ", watches.Select(watch => watch.Name)), limit!.Value);
        }

        return Choose(method);
    }

    /// <summary>Under the gate.</summary>
    private void AddLink(string endpoint)
    {
        if (_connected.ContainsKey(endpoint))
        {
            return;
        }

        Link link = NewLink(Endpoint.ForConnect(endpoint).Scheme);
        link.AddEndpoint(endpoint);
        try
        {
            link.Transport.Connect(endpoint);
        }
        catch
        {
            _ = link.DisposeAsync().AsTask();
            throw;
        }

        _connected.Add(endpoint, link);
        Link[] before = _links;
        _links = [.. before, link];
        foreach (Link known in before)
        {
            known.Health!.OnOthersCame();
        }
    }

    private void OnResolved()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            foreach (EndpointWatch watch in _watches)
            {
                Connect(watch);
            }

            foreach (Link unwanted in TakeOffUnwanted())
            {
                _ = unwanted.RetireAsync(options.TimeProvider);
            }
        }
    }

    private void Connect(EndpointWatch watch)
    {
        foreach (string endpoint in watch.Endpoints)
        {
            try
            {
                AddLink(endpoint);
            }
            catch (ZeroRpcEndpointException e)
            {
                logger.NotUsable(endpoint, watch.Name, e); // Its host has no address now; the next resolution tries again.
            }
        }
    }

    private List<Link> TakeOff(string endpoint)
    {
        lock (_gate)
        {
            if (_bound.Remove(endpoint, out Link? bound))
            {
                bound.Transport.Unbind(endpoint);
                return _bound.ContainsValue(bound) ? [] : Forget([bound]);
            }

            if (Array.Find(_watches, watch => watch.Name == endpoint) is { } unwatched)
            {
                unwatched.Dispose();
                _watches = [.. _watches.Where(watch => watch != unwatched)];
                return TakeOffUnwanted();
            }

            return options.ResolveEndpoint is null && _connected.Remove(endpoint, out Link? dropped)
                ? Forget([dropped])
                : throw new ZeroRpcEndpointException($"The client is neither connected nor bound to '{endpoint}'.") { Endpoint = endpoint };
        }
    }

    /// <summary>Takes off the links to endpoints that no name is resolved to any more.</summary>
    private List<Link> TakeOffUnwanted()
    {
        HashSet<string> wanted = [.. _watches.SelectMany(watch => watch.Endpoints)];
        List<Link> unwanted = [];
        foreach (string endpoint in _connected.Keys.Where(endpoint => !wanted.Contains(endpoint)).ToArray())
        {
            _connected.Remove(endpoint, out Link? link);
            unwanted.Add(link!);
        }

        return Forget(unwanted);
    }

    private List<Link> Forget(List<Link> links)
    {
        _links = [.. _links.Except(links)];
        return links;
    }

    private Link NewLink(TransportScheme scheme)
    {
        ITransport transport = options.Transports.Create(scheme, TransportOptions.Of(SocketRole.Dealer, options), logger);
        var link = new Link(scheme, transport, channelOptions, logger);
        link.Health = new LinkHealth(link, channelOptions.Clock, () => _links.Length > 1, PingAsync, OnChanged);
        link.Channels.Watcher = link.Health;
        return link;
    }

    private async Task PingAsync(Link link) =>
        await ClientCall.StartAsync(link, link.SettingsOf("_zerorpc_ping", default, options), [], CancellationToken.None).ConfigureAwait(false);

    private void OnChanged(Link link)
    {
        ZeroRpcConnection now = StateOf(link);
        _events.Add(now);
        if (now.State == ZeroRpcConnectionState.Lost)
        {
            foreach (EndpointWatch watch in _watches)
            {
                watch.AskSoon();
            }
        }
    }

    private static ZeroRpcConnection StateOf(Link link) => new(link.Endpoints, link.Health!.State);
}
