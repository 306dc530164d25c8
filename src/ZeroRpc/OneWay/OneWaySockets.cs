using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ZeroRpc.Diagnostics;
using ZeroRpc.Threading;
using ZeroRpc.Transport;

namespace ZeroRpc.OneWay;

/// <summary>
/// The sockets of a pusher, puller, publisher or subscriber. Receivers have one transport for each kind of endpoint. Senders have at most
/// one transport, so that events stay in order and each event goes to one peer. Thread-safe.
/// </summary>
internal sealed class OneWaySockets(SocketRole role, ZeroRpcOneWayOptions options, ITransportSink sink, ILogger logger) : IAsyncDisposable
{
    // Held while a call waits for a transport's thread. Code that a transport calls must therefore not take this lock.
    private readonly Lock _endpointGate = new();
    private readonly Lock _receivingGate = new();
    private readonly Dictionary<TransportScheme, ITransport> _byCarrier = [];
    private readonly Dictionary<string, ITransport> _bound = [];
    private readonly Dictionary<string, ITransport> _connected = [];
    private volatile ITransport[] _transports = [];
    private readonly ConcurrentDictionary<string, string> _refusals = new();
    private readonly ChangeSignal _changed = new();
    private readonly BackgroundTasks _ending = new();
    private volatile string _endpoints = "";
    private volatile string[] _connectsTo = [];
    private volatile bool _isAnyRefused; // So that senders, who ask for each event, look at nothing more.
    private volatile bool _disposed;
    private bool _isReceiving;

    /// <summary>The name of the owner for messages, such as 'pusher'.</summary>
    public string Owner => role.Name();

    /// <summary>The transport of a sender. Null while it has no endpoint.</summary>
    public ITransport? Only => _transports is [{ } only] ? only : null;

    /// <summary>The bound and connected endpoints, for messages.</summary>
    public string Endpoints => _endpoints;

    /// <summary>The connected endpoint if it is the only endpoint; otherwise null.</summary>
    public Endpoint? Server { get; private set; }

    /// <summary>Whether a peer is connected.</summary>
    public bool IsConnected => _transports.Any(transport => transport.IsConnected == true);

    /// <summary>
    /// The reason why no peer is connected, if peers refused this side: all endpoints are outgoing connections, and all of them were
    /// refused at the last attempt. Otherwise null.
    /// </summary>
    public string? Refusal
    {
        get
        {
            string? reason = null;
            return _isAnyRefused && !IsConnected && Array.TrueForAll(_connectsTo, endpoint => _refusals.TryGetValue(endpoint, out reason)) ? reason : null;
        }
    }

    /// <summary>Listens on an endpoint. Returns the endpoint with the real port.</summary>
    public string Bind(string endpoint)
    {
        Endpoint parsed = Endpoint.ForBind(endpoint);
        lock (_endpointGate)
        {
            return Use(parsed.Scheme, endpoint, transport =>
            {
                string bound = transport.Bind(endpoint);
                _bound.Add(bound, transport);
                NoteEndpoints();
                return bound;
            });
        }
    }

    /// <summary>Connects to an endpoint. Does nothing if it is already connected.</summary>
    public void Connect(string endpoint)
    {
        Endpoint parsed = Endpoint.ForConnect(endpoint);
        lock (_endpointGate)
        {
            if (_connected.ContainsKey(endpoint))
            {
                return;
            }

            Use(parsed.Scheme, endpoint, transport =>
            {
                transport.Connect(endpoint);
                _connected.Add(endpoint, transport);
                NoteEndpoints();
                return endpoint;
            });
        }
    }

    /// <summary>Stops listening on an endpoint.</summary>
    public void Unbind(string endpoint)
    {
        lock (_endpointGate)
        {
            if (!_bound.Remove(endpoint, out ITransport? bound))
            {
                throw new ZeroRpcEndpointException($"The {Owner} is not bound to '{endpoint}'.") { Endpoint = endpoint };
            }

            bound.Unbind(endpoint);
            NoteEndpoints();
        }

        OnConnectionChanged();
    }

    /// <summary>Ends a connection.</summary>
    public void Disconnect(string endpoint)
    {
        lock (_endpointGate)
        {
            if (!_connected.Remove(endpoint, out ITransport? connected))
            {
                throw new ZeroRpcEndpointException($"The {Owner} is not connected to '{endpoint}'.") { Endpoint = endpoint };
            }

            connected.Disconnect(endpoint);
            _refusals.TryRemove(Endpoint.ForConnect(endpoint).ToString(), out _);
            NoteEndpoints();
        }

        OnConnectionChanged();
    }

    /// <summary>Completes when a peer is connected.</summary>
    public async Task WaitForConnectionAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed = _changed.Next;
            ObjectDisposedException.ThrowIf(_disposed, TypeOfOwner());
            if (IsConnected)
            {
                return;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Called by a transport when <see cref="IsConnected"/> may have changed.</summary>
    public void OnConnectionChanged()
    {
        if (_isAnyRefused && IsConnected)
        {
            _isAnyRefused = false;
            _refusals.Clear();
        }

        _changed.Set();
    }

    /// <summary>Called by a transport when the peer at an endpoint has refused this side.</summary>
    public void OnRefused(string endpoint, string reason)
    {
        _refusals[endpoint] = reason;
        _isAnyRefused = true;
    }

    /// <summary>Turns the delivery of received messages on or off. It is off initially.</summary>
    public void SetReceiving(bool on)
    {
        lock (_receivingGate)
        {
            _isReceiving = on;
            foreach (ITransport transport in _transports)
            {
                transport.SetReceiving(on);
            }
        }
    }

    /// <summary>Closes the transports.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_endpointGate)
        {
            _disposed = true;
        }

        OnConnectionChanged();
        foreach (ITransport transport in _transports)
        {
            await transport.DisposeAsync().ConfigureAwait(false);
        }

        await _ending.WhenDone().ConfigureAwait(false);
    }

    private bool Sends => role is SocketRole.Push or SocketRole.Publish;

    private Type TypeOfOwner() => role switch
    {
        SocketRole.Push => typeof(ZeroRpcPusher),
        SocketRole.Pull => typeof(ZeroRpcPuller),
        SocketRole.Publish => typeof(ZeroRpcPublisher),
        _ => typeof(ZeroRpcSubscriber),
    };

    /// <summary>
    /// Uses the transport of a scheme. One that is made for this ends again when this fails, so that the owner may take an endpoint of
    /// another kind then. Under the gate.
    /// </summary>
    private string Use(TransportScheme scheme, string endpoint, Func<ITransport, string> use)
    {
        ObjectDisposedException.ThrowIf(_disposed, TypeOfOwner());
        TransportScheme carrier = options.Transports.CarrierOf(scheme);
        if (_byCarrier.TryGetValue(carrier, out ITransport? known))
        {
            return use(known);
        }

        if (Sends && _byCarrier.Count > 0)
        {
            throw new ZeroRpcEndpointException(
                $"'{endpoint}' is not for this {Owner}: a {Owner} has one transport, and {Endpoints} needs another one than '{endpoint}'. " +
                $"Make a {Owner} for each.")
            {
                Endpoint = endpoint,
            };
        }

        ITransport transport = Start(scheme);
        try
        {
            string used = use(transport);
            _byCarrier.Add(carrier, transport);
            return used;
        }
        catch
        {
            Remove(transport);
            throw;
        }
    }

    private ITransport Start(TransportScheme scheme)
    {
        var transportOptions = TransportOptions.Of(role, options) with { HighWaterMark = options.HighWaterMark };
        ITransport transport = options.Transports.Create(scheme, transportOptions, logger);
        transport.Start(sink);
        lock (_receivingGate)
        {
            _transports = [.. _transports, transport];
            if (!Sends)
            {
                transport.SetReceiving(_isReceiving);
            }
        }

        return transport;
    }

    private void Remove(ITransport transport)
    {
        lock (_receivingGate)
        {
            _transports = [.. _transports.Where(other => other != transport)];
        }

        _ending.Add(transport.DisposeAsync().AsTask());
    }

    private void NoteEndpoints()
    {
        _endpoints = string.Join(", ", _bound.Keys.Concat(_connected.Keys));
        _connectsTo = _bound.Count == 0 ? [.. _connected.Keys.Select(endpoint => Endpoint.ForConnect(endpoint).ToString())] : [];
        Server = _bound.Count == 0 ? Spans.ServerAt(_endpoints) : null;
    }
}
