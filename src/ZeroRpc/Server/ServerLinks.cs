using Microsoft.Extensions.Logging;
using ZeroRpc.Channels;
using ZeroRpc.Threading;
using ZeroRpc.Transport;

namespace ZeroRpc.Server;

/// <summary>The transports of a server, one for each kind of endpoint. Thread-safe.</summary>
internal sealed class ServerLinks(ChannelOptions channelOptions, ZeroRpcServerOptions options, ILogger logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TransportScheme, ServerLink> _links = [];
    private readonly Dictionary<string, ServerLink> _bound = [];
    private readonly Dictionary<string, ServerLink> _connected = [];
    private readonly BackgroundTasks _ending = new();
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

    /// <summary>Listens on an endpoint. Returns the actual endpoint.</summary>
    public string Bind(string endpoint)
    {
        Endpoint parsed = Endpoint.ForBind(endpoint);
        return Use(parsed.Scheme, link =>
        {
            string bound = link.Transport.Bind(endpoint);
            _bound[bound] = link;
            return bound;
        });
    }

    /// <summary>Stops listening.</summary>
    public void Unbind(string endpoint)
    {
        lock (_gate)
        {
            TakeOut(_bound, endpoint, $"The server is not bound to '{endpoint}': give the endpoint as Bind gave it back.").Transport.Unbind(endpoint);
        }
    }

    /// <summary>Connects to a client that binds.</summary>
    public void Connect(string endpoint)
    {
        Endpoint parsed = Endpoint.ForConnect(endpoint);
        Use(parsed.Scheme, link =>
        {
            link.Transport.Connect(endpoint);
            _connected[endpoint] = link;
            return endpoint;
        });
    }

    /// <summary>Disconnects from a client that binds.</summary>
    public void Disconnect(string endpoint)
    {
        lock (_gate)
        {
            TakeOut(_connected, endpoint, $"The server is not connected to '{endpoint}'.").Transport.Disconnect(endpoint);
        }
    }

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

        await _ending.WhenDone().ConfigureAwait(false);
    }

    /// <summary>Uses the link of a scheme. If the link is created for this and the use fails, the link ends again.</summary>
    private string Use(TransportScheme scheme, Func<ServerLink, string> use)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed.Task.IsCompleted, typeof(ZeroRpcServer));
            if (_links.TryGetValue(scheme, out ServerLink? known))
            {
                return use(known);
            }

            ServerLink link = NewLink(scheme);
            try
            {
                string used = use(link);
                _links.Add(scheme, link);
                return used;
            }
            catch
            {
                _ending.Add(link.DisposeAsync().AsTask());
                throw;
            }
        }
    }

    private ServerLink NewLink(TransportScheme scheme)
    {
        ITransport transport = options.Transports.Create(scheme, TransportOptions.Of(SocketRole.Router, options), logger);
        return new ServerLink(transport, channelOptions, _started ?? _early, logger);
    }

    private ServerLink TakeOut(Dictionary<string, ServerLink> endpoints, string endpoint, string problem)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ObjectDisposedException.ThrowIf(_disposed.Task.IsCompleted, typeof(ZeroRpcServer));
        return endpoints.Remove(endpoint, out ServerLink? link) ? link : throw new ZeroRpcEndpointException(problem) { Endpoint = endpoint };
    }
}
