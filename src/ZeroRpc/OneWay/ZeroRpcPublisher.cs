using ZeroRpc.Client;
using ZeroRpc.OneWay;

namespace ZeroRpc;

/// <summary>
/// Publishes events to subscribers, which are Python Subscribers or <see cref="ZeroRpcSubscriber"/> instances. Each event goes to all
/// current subscribers. A publisher never waits; an event that cannot be sent is dropped. Thread-safe.
/// </summary>
/// <remarks>
/// A drop is counted and logged if there is no subscriber, if events are published faster than the publisher's queue of
/// <see cref="ZeroRpcOneWayOptions.HighWaterMark"/> events can be sent, or if a subscriber reads too slowly.
/// </remarks>
public sealed class ZeroRpcPublisher : ZeroRpcOneWay
{
    private readonly EventPublisher _publisher;

    /// <summary>Creates a publisher with default options and without an endpoint. Connect or bind it before publishing.</summary>
    public ZeroRpcPublisher()
        : this(new ZeroRpcPublisherOptions())
    {
    }

    /// <summary>Creates a publisher without an endpoint. Connect or bind it before publishing.</summary>
    /// <param name="options">The options of the publisher.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ZeroRpcPublisher(ZeroRpcPublisherOptions options)
        : this(new EventPublisher(options ?? throw new ArgumentNullException(nameof(options))))
    {
    }

    private ZeroRpcPublisher(EventPublisher publisher)
        : base(publisher.Sockets) => _publisher = publisher;

    /// <summary>The number of published events, including dropped ones.</summary>
    public long PublishedCount => _publisher.Published;

    /// <summary>
    /// The number of known drops. An event that is dropped for several subscribers counts for each. A transport of another package may not
    /// report all drops for slow subscribers.
    /// </summary>
    public long DroppedCount => _publisher.Dropped;

    /// <summary>Publishes an event. Returns immediately.</summary>
    /// <param name="method">The method of the subscribers.</param>
    /// <param name="args">The arguments of the method.</param>
    /// <exception cref="InvalidOperationException">The publisher has no endpoint.</exception>
    /// <exception cref="ValueConversionException">An argument cannot be encoded.</exception>
    /// <exception cref="MessageTooLargeException">The event is larger than <see cref="ZeroRpcOptions.MaxMessageSize"/>.</exception>
    /// <exception cref="ObjectDisposedException">The publisher is disposed.</exception>
    public void Publish(string method, params object?[]? args) => Publish(method, default(PublishOptions), args);

    /// <inheritdoc cref="Publish(string, object?[])"/>
    /// <param name="method">The method of the subscribers.</param>
    /// <param name="options">The options of this event.</param>
    /// <param name="args">The arguments of the method.</param>
    public void Publish(string method, PublishOptions options, params object?[]? args)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        // Throws if an argument is a CancellationToken, because publishing does not wait.
        _publisher.Publish(method, options, CallArguments.Of(method, args));
    }

    /// <summary>
    /// Closes the connections. Events for which subscribers have room are still sent, within <see cref="ZeroRpcOptions.Linger"/>.
    /// </summary>
    public override ValueTask DisposeAsync() => _publisher.DisposeAsync();
}
