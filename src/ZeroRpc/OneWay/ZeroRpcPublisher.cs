using ZeroRpc.Client;
using ZeroRpc.OneWay;

namespace ZeroRpc;

/// <summary>
/// Publishes events to subscribers, Python's or <see cref="ZeroRpcSubscriber"/>s: each to all that are there at that moment. It never
/// waits: what nobody takes is dropped. Thread-safe.
/// </summary>
/// <remarks>
/// Counted and logged is what is dropped because nobody subscribes, or because it is published faster than our own queue of
/// <see cref="ZeroRpcOneWayOptions.HighWaterMark"/> empties, or faster than a
/// subscriber reads it.
/// </remarks>
public sealed class ZeroRpcPublisher : ZeroRpcSocket
{
    private readonly EventPublisher _publisher;

    /// <summary>Makes one with default options and without an endpoint: connect or bind it.</summary>
    public ZeroRpcPublisher()
        : this(new ZeroRpcPublisherOptions())
    {
    }

    /// <summary>Makes one without an endpoint: connect or bind it.</summary>
    /// <param name="options">Its options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ZeroRpcPublisher(ZeroRpcPublisherOptions options)
        : this(new EventPublisher(options ?? throw new ArgumentNullException(nameof(options))))
    {
    }

    private ZeroRpcPublisher(EventPublisher publisher)
        : base(publisher.Sockets) => _publisher = publisher;

    /// <summary>How many events were published, dropped ones included.</summary>
    public long PublishedCount => _publisher.Published;

    /// <summary>How many times an event was seen to be dropped; over tcp there may be more.</summary>
    public long DroppedCount => _publisher.Dropped;

    /// <summary>Publishes an event. Returns at once.</summary>
    /// <param name="method">The subscribers' method.</param>
    /// <param name="args">Its arguments.</param>
    /// <exception cref="InvalidOperationException">The publisher has no endpoint.</exception>
    /// <exception cref="ValueConversionException">An argument cannot be carried.</exception>
    /// <exception cref="MessageTooLargeException">The event is larger than the limit.</exception>
    /// <exception cref="ObjectDisposedException">The publisher is disposed.</exception>
    public void Publish(string method, params object?[]? args) => Publish(method, default(PublishOptions), args);

    /// <inheritdoc cref="Publish(string, object?[])"/>
    /// <param name="method">The subscribers' method.</param>
    /// <param name="options">What is sent with this event.</param>
    /// <param name="args">Its arguments.</param>
    public void Publish(string method, PublishOptions options, params object?[]? args)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        _publisher.Publish(method, options, CallArguments.Of(method, args)); // A token is refused: publishing does not wait.
    }

    /// <summary>
    /// Closes the connections; what subscribers have room for still leaves within <see cref="ZeroRpcSocketOptions.Linger"/>.
    /// </summary>
    public override ValueTask DisposeAsync() => _publisher.DisposeAsync();
}
