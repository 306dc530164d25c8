using Microsoft.Extensions.Logging;
using ZeroRpc.Channels;
using ZeroRpc.Transport;

namespace ZeroRpc.Rpc;

/// <summary>
/// A client's sockets: one for each endpoint that it connects to, so that a call and all that belongs to it stay with one server, where
/// ZeroMQ's own round robin would tear them apart; and one for each kind of transport that it binds. Thread-safe.
/// </summary>
internal sealed class ClientLinks(ChannelOptions channelOptions, ZeroRpcClientOptions options, ILogger logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Link> _bound = [];
    private readonly Dictionary<string, Link> _connected = [];
    private volatile Link[] _links = [];
    private bool _disposed;
    private uint _next;

    /// <summary>How many calls are live.</summary>
    public int LiveChannels => _links.Sum(link => link.Channels.LiveChannels);

    /// <summary>Connects to an endpoint, unless it is connected already.</summary>
    public void Connect(string endpoint)
    {
        Endpoint parsed = Endpoint.ForConnect(endpoint);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(ZeroRpcClient));
            if (_connected.ContainsKey(endpoint))
            {
                return;
            }

            Link link = NewLink(parsed.Scheme);
            link.Transport.Connect(endpoint);
            link.AddEndpoint(endpoint);
            _connected.Add(endpoint, link);
            _links = [.. _links, link];
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
        Link? dropped;
        lock (_gate)
        {
            if (_bound.Remove(endpoint, out Link? bound))
            {
                bound.Transport.Unbind(endpoint);
                dropped = _bound.ContainsValue(bound) ? null : bound;
            }
            else if (!_connected.Remove(endpoint, out dropped))
            {
                throw new ZeroRpcEndpointException($"The client is neither connected nor bound to '{endpoint}'.") { Endpoint = endpoint };
            }

            _links = [.. _links.Where(link => link != dropped)];
        }

        if (dropped is not null)
        {
            await dropped.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The link for the next call: one with a connection before one without, then the one with the fewest live calls.</summary>
    public Link Choose(string method)
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
        int bestCost = int.MaxValue;
        uint start = Interlocked.Increment(ref _next);
        for (uint i = 0; i < links.Length; i++)
        {
            Link link = links[(start + i) % links.Length];
            int cost = link.Channels.LiveChannels + (link.Transport.IsConnected == false ? 1_000_000 : 0);
            if (cost < bestCost)
            {
                (best, bestCost) = (link, cost);
            }
        }

        return best;
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
        }

        foreach (Link link in links)
        {
            await link.DisposeAsync().ConfigureAwait(false);
        }
    }

    private Link NewLink(TransportScheme scheme)
    {
        var transportOptions = TransportOptions.Of(SocketRole.Dealer, options);
        ITransport transport = options.Transports?.Invoke(transportOptions) ??
            TransportFactory.Create(scheme, transportOptions, logger, InMemoryNetwork.Default);
        return new Link(scheme, transport, channelOptions, null, logger);
    }
}
