using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ZeroRpc.Diagnostics;
using ZeroRpc.Threading;
using ZeroRpc.Transport;

namespace ZeroRpc.OneWay;

/// <summary>
/// The sockets of a pusher, puller, publisher or subscriber: one for each kind of transport that its endpoints name, for a sender no more
/// than one, so that events go out in one order and to one peer each. Thread-safe.
/// </summary>
internal sealed class OneWaySockets(SocketRole role, ZeroRpcOneWayOptions options, ITransportSink sink, ILogger logger) : IAsyncDisposable
{
    // Held while a transport's thread is waited for, so never taken by what a transport calls.
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

    /// <summary>What users know the owner as, for messages.</summary>
    public string Owner => role.Name();

    /// <summary>The transport of a sender; null while it has no endpoint.</summary>
    public ITransport? Only => _transports is [{ } only] ? only : null;

    /// <summary>The endpoints that are bound or connected, for messages.</summary>
    public string Endpoints => _endpoints;

    /// <summary>The endpoint connected to, where it is the only one.</summary>
    public Endpoint? Server { get; private set; }

    /// <summary>Whether a peer is there.</summary>
    public bool IsConnected => _transports.Any(transport => transport.IsConnected == true);

    /// <summary>
    /// Why no peer is there: the reason of one that refused this side, where all endpoints are connected to and all refused it at the last
    /// attempt; null otherwise.
    /// </summary>
    public string? Refusal
    {
        get
        {
            string? reason = null;
            return _isAnyRefused && !IsConnected && Array.TrueForAll(_connectsTo, endpoint => _refusals.TryGetValue(endpoint, out reason)) ? reason : null;
        }
    }

    /// <summary>Listens on an endpoint and gives back the real one.</summary>
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

    /// <summary>Connects to an endpoint, unless it is connected already.</summary>
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

    /// <summary>Stops listening on an endpoint, or ends a connection.</summary>
    public void Disconnect(string endpoint)
    {
        lock (_endpointGate)
        {
            if (_bound.Remove(endpoint, out ITransport? bound))
            {
                bound.Unbind(endpoint);
            }
            else if (_connected.Remove(endpoint, out ITransport? connected))
            {
                connected.Disconnect(endpoint);
                _refusals.TryRemove(Endpoint.ForConnect(endpoint).ToString(), out _);
            }
            else
            {
                throw new ZeroRpcEndpointException($"The {Owner} is neither connected nor bound to '{endpoint}'.") { Endpoint = endpoint };
            }

            NoteEndpoints();
        }

        OnConnectionChanged();
    }

    /// <summary>Completes when a peer is there.</summary>
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

    /// <summary>Told by a transport: whether a peer is there may be otherwise now.</summary>
    public void OnConnectionChanged()
    {
        if (_isAnyRefused && IsConnected)
        {
            _isAnyRefused = false;
            _refusals.Clear();
        }

        _changed.Set();
    }

    /// <summary>Told by a transport: the peer at an endpoint refused this side.</summary>
    public void OnRefused(string endpoint, string reason)
    {
        _refusals[endpoint] = reason;
        _isAnyRefused = true;
    }

    /// <summary>Whether what comes is delivered: not at first.</summary>
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

    /// <summary>Ends the transports.</summary>
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
