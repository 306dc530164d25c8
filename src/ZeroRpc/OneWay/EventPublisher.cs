using Microsoft.Extensions.Logging;
using ZeroRpc.Client;
using ZeroRpc.Diagnostics;
using ZeroRpc.Transport;

namespace ZeroRpc.OneWay;

/// <summary>
/// Publishes events to the current subscribers. Never waits. Counts the events that are known to be dropped. Thread-safe.
/// </summary>
internal sealed class EventPublisher : ITransportSink, IMessageOrigin, IAsyncDisposable
{
    private readonly EventEncoder _encoder;
    private readonly DropCount _drops;
    private readonly TimeProvider _time;
    private long _published;
    private volatile bool _disposed;

    public EventPublisher(ZeroRpcPublisherOptions options)
    {
        options.Validate();
        _time = options.TimeProvider;
        ILogger logger = LibraryLogger.Create<ZeroRpcPublisher>(options.LoggerFactory);
        Sockets = new OneWaySockets(SocketRole.Publish, options, this, logger);
        _encoder = new EventEncoder(Sockets, options, logger);
        _drops = new DropCount(logger, Sockets);
    }

    /// <summary>The sockets of the publisher.</summary>
    public OneWaySockets Sockets { get; }

    /// <summary>The number of published events, including dropped ones.</summary>
    public long Published => Interlocked.Read(ref _published);

    /// <summary>The number of known drops. An event that is dropped for several subscribers counts for each.</summary>
    public long Dropped => _drops.Total;

    /// <inheritdoc/>
    bool IMessageOrigin.IsWithdrawn => false;

    /// <summary>Publishes an event.</summary>
    public void Publish(string method, in PublishOptions options, object?[] args)
    {
        if (ObservedEvent.Send("publish", method, Sockets.Server, _time) is { } observed)
        {
            PublishObserved(observed, method, options, args);
        }
        else
        {
            PublishUnobserved(method, options, args);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _disposed = true;
        return Sockets.DisposeAsync();
    }

    /// <inheritdoc/>
    void IMessageOrigin.OnSent(PeerRoute route) => _drops.OnSent();

    /// <inheritdoc/>
    void ITransportSink.OnDropped(DropReason reason) => _drops.OnDropped(reason);

    /// <inheritdoc/>
    void ITransportSink.OnConnectionChanged() => Sockets.OnConnectionChanged();

    /// <inheritdoc/>
    void ITransportSink.OnMessage(in IncomingMessage message)
    {
        // Subscribers do not send messages.
    }

    /// <inheritdoc/>
    void ITransportSink.OnMalformed(PeerRoute route, string reason)
    {
    }

    /// <inheritdoc/>
    void ITransportSink.OnPeerGone(PeerRoute route)
    {
    }

    private void PublishObserved(ObservedEvent observed, string method, in PublishOptions options, object?[] args)
    {
        try
        {
            PublishUnobserved(method, options with { Headers = observed.Carry(options.Headers) }, args);
        }
        catch (Exception e)
        {
            observed.End(e);
            throw;
        }

        observed.End(error: null);
    }

    private void PublishUnobserved(string method, in PublishOptions options, object?[] args)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(ZeroRpcPublisher));
        CallSettings settings = CallSettings.OneWay(method, Sockets.Endpoints, timeout: null, options.Headers);
        ReadOnlyMemory<byte> body = _encoder.Encode(settings, args, out ITransport transport);
        Interlocked.Increment(ref _published);
        if (transport.HasRoom(PeerRoute.None))
        {
            transport.Send(new OutgoingMessage(PeerRoute.None, body, this));
        }
        else
        {
            _drops.OnQueueFull();
        }
    }
}
