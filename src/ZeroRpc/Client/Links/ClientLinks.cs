using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using ZeroRpc.Channels;
using ZeroRpc.Diagnostics;
using ZeroRpc.Threading;
using ZeroRpc.Transport;

namespace ZeroRpc.Client.Links;

/// <summary>
/// The links of a client. Each endpoint that the client connects to has a link of its own, so that all events of a call go to one server;
/// ZeroMQ's own round robin would send them to several. Each kind of transport that the client binds has one link. With a resolver, the
/// endpoints are those of its last answers. Thread-safe.
/// </summary>
internal sealed partial class ClientLinks(
    ChannelOptions channelOptions, ZeroRpcClientOptions options, Action<ZeroRpcConnection, Action<Exception>> connectionChanged, ILogger logger)
    : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly ConnectionEvents _events = new(connectionChanged, logger);
    private readonly Dictionary<string, Link> _bound = [];
    private readonly Dictionary<string, Link> _connected = [];
    private readonly LinkChoice _choice = new();
    private readonly ChangeSignal _resolution = new();
    private readonly BackgroundTasks _ending = new();
    private readonly CancellationTokenSource _stop = new();
    private volatile EndpointWatch[] _watches = [];
    private volatile Link[] _links = [];
    private volatile bool _disposed;

    /// <summary>The number of live calls.</summary>
    public int LiveChannels => _links.Sum(link => link.Channels.LiveChannels);

    /// <summary>The endpoint of all calls. Null if there are several endpoints or none.</summary>
    public Endpoint? Server => _links is [{ } only] ? only.Server : null;

    /// <summary>The endpoints and their states.</summary>
    public IReadOnlyList<ZeroRpcConnection> Connections
    {
        get
        {
            // The lock orders this with AddLink: a connection can be established, and its event raised, while its link is being added. A
            // handler of that event then finds the link here.
            lock (_gate)
            {
                return [.. _links.Select(StateOf)];
            }
        }
    }

    /// <summary>Connects to an endpoint, or to the endpoints that it is resolved to. Does nothing if it is already connected.</summary>
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
                var watch = new EndpointWatch(endpoint, options, OnResolved, _resolution.Set, logger);
                _watches = [.. _watches, watch];
                watch.Start();
            }
        }
    }

    /// <summary>Listens for servers that connect. Returns the actual endpoint.</summary>
    public string Bind(string endpoint)
    {
        Endpoint parsed = Endpoint.ForBind(endpoint);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(ZeroRpcClient));
            Link? known = _bound.Values.FirstOrDefault(link => link.Scheme == parsed.Scheme);
            Link link = known ?? NewLink(parsed.Scheme);
            string bound;
            try
            {
                bound = link.Transport.Bind(endpoint);
            }
            catch when (known is null)
            {
                _ending.Add(link.DisposeAsync().AsTask());
                throw;
            }

            link.AddEndpoint(bound);
            _bound.Add(bound, link);
            _links = known is null ? [.. _links, link] : _links;
            return bound;
        }
    }

    /// <summary>Ends a connection and the calls over it.</summary>
    public ValueTask DisconnectAsync(string endpoint) => DisposeAsync(Remove(endpoint));

    /// <summary>Stops listening on an endpoint. Ends the calls over the listening transport with its last endpoint.</summary>
    public ValueTask UnbindAsync(string endpoint) => DisposeAsync(RemoveBound(endpoint));

    /// <summary>Returns the link for the next call, after waiting for the resolver if necessary.</summary>
    public ValueTask<Link> ChooseAsync(string method, in CallOptions call) => TryChoose(method, out Link? link)
        ? new ValueTask<Link>(link)
        : new ValueTask<Link>(ChooseResolvedAsync(
            method, call.ConnectTimeout ?? options.ConnectTimeout ?? call.Timeout ?? options.Timeout, call.CancellationToken));

    /// <summary>Chooses the link for a call if there is one, without waiting.</summary>
    public bool TryChoose(string method, [NotNullWhen(true)] out Link? link)
    {
        Link[] links = _links; // Read once, because another thread can remove the last link concurrently.
        link = links.Length > 0 ? _choice.Choose(links) : null;
        return link is not null;
    }

    /// <summary>Ends all calls and transports, including those of links that were removed before.</summary>
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

        _resolution.Set();
        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (Link link in links)
        {
            await link.DisposeAsync().ConfigureAwait(false);
        }

        await _ending.WhenDone().ConfigureAwait(false);
    }

    /// <summary>Creates a link. The caller holds the lock.</summary>
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
            _ending.Add(link.DisposeAsync().AsTask());
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

    private static async ValueTask DisposeAsync(List<Link> links)
    {
        foreach (Link link in links)
        {
            await link.DisposeAsync().ConfigureAwait(false);
        }
    }

    private List<Link> RemoveBound(string endpoint)
    {
        lock (_gate)
        {
            if (!_bound.Remove(endpoint, out Link? bound))
            {
                throw new ZeroRpcEndpointException($"The client is not bound to '{endpoint}'.") { Endpoint = endpoint };
            }

            bound.Transport.Unbind(endpoint);
            return _bound.ContainsValue(bound) ? [] : Forget([bound]);
        }
    }

    private List<Link> Remove(string endpoint)
    {
        lock (_gate)
        {
            if (Array.Find(_watches, watch => watch.Name == endpoint) is { } unwatched)
            {
                unwatched.Dispose();
                _watches = [.. _watches.Where(watch => watch != unwatched)];
                _resolution.Set();
                return TakeOffUnwanted();
            }

            return options.ResolveEndpoint is null && _connected.Remove(endpoint, out Link? dropped)
                ? Forget([dropped])
                : throw new ZeroRpcEndpointException($"The client is not connected to '{endpoint}'.") { Endpoint = endpoint };
        }
    }

    private List<Link> Forget(List<Link> links)
    {
        _links = [.. _links.Except(links)];
        return links;
    }

    private Link NewLink(TransportScheme scheme)
    {
        ITransport transport = options.Transports.Create(scheme, TransportOptions.Of(SocketRole.Dealer, options), logger);
        var link = new Link(scheme, transport, channelOptions, logger, options.InlineExecution);
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

    private static ZeroRpcConnection StateOf(Link link) => new() { Endpoint = link.Endpoints, State = link.Health!.State };
}
