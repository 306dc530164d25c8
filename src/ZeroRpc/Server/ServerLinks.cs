using Microsoft.Extensions.Logging;
using ZeroRpc.Channels;
using ZeroRpc.Transport;

namespace ZeroRpc.Server;

/// <summary>The transports of a server, one for each kind of endpoint. Thread-safe.</summary>
internal sealed class ServerLinks(ChannelOptions channelOptions, ZeroRpcServerOptions options, ILogger logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TransportScheme, ServerLink> _links = [];
    private readonly LateAcceptor _early = new(options.MaxQueuedCalls);
    private IChannelAcceptor? _started;
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the links are disposed.</summary>
    public Task Disposed => _disposed.Task;

    /// <summary>The number of live calls.</summary>
    public int LiveChannels
    {
        get
        {
            lock (_gate)
            {
                return _links.Values.Sum(link => link.Channels.LiveChannels);
            }
        }
    }

    /// <summary>Passes requests to the acceptor, including those that arrived earlier.</summary>
    public void Start(IChannelAcceptor acceptor)
    {
        // The order matters: a request that arrives between the two steps is passed on by the late acceptor, after the earlier requests.
        _early.Start(acceptor);
        lock (_gate)
        {
            _started = acceptor;
            foreach (ServerLink link in _links.Values)
            {
                link.Channels.SetAcceptor(acceptor);
            }
        }
    }

    /// <summary>Listens on an endpoint. Returns the endpoint with the real port.</summary>
    public string Bind(string endpoint) => LinkFor(Endpoint.ForBind(endpoint)).Transport.Bind(endpoint);

    /// <summary>Stops listening on an endpoint.</summary>
    public void Unbind(string endpoint) => LinkFor(Endpoint.ForBind(endpoint)).Transport.Unbind(endpoint);

    /// <summary>Connects to a client that has bound an endpoint.</summary>
    public void Connect(string endpoint) => LinkFor(Endpoint.ForConnect(endpoint)).Transport.Connect(endpoint);

    /// <summary>Ends a connection that <see cref="Connect"/> started.</summary>
    public void Disconnect(string endpoint) => LinkFor(Endpoint.ForConnect(endpoint)).Transport.Disconnect(endpoint);

    /// <summary>Ends all channels and closes all transports.</summary>
    public async ValueTask DisposeAsync()
    {
        ServerLink[] links;
        lock (_gate)
        {
            links = [.. _links.Values];
            _disposed.TrySetResult();
        }

        foreach (ServerLink link in links)
        {
            await link.DisposeAsync().ConfigureAwait(false);
        }
    }

    private ServerLink LinkFor(Endpoint endpoint)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed.Task.IsCompleted, typeof(ZeroRpcServer));
            if (!_links.TryGetValue(endpoint.Scheme, out ServerLink? link))
            {
                ITransport transport = options.Transports.Create(endpoint.Scheme, TransportOptions.Of(SocketRole.Router, options), logger);
                _links.Add(endpoint.Scheme, link = new ServerLink(transport, channelOptions, _started ?? _early, logger));
            }

            return link;
        }
    }
}
