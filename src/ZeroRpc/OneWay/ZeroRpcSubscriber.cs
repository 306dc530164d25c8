using Microsoft.Extensions.Logging;
using ZeroRpc.OneWay;
using ZeroRpc.Transport;

namespace ZeroRpc;

/// <summary>
/// Runs .NET methods for what is published, by Python's Publisher or a <see cref="ZeroRpcPublisher"/>, from the moment it is connected.
/// While its handlers are behind, it reads no more, and its publishers drop what they have no room for.
/// </summary>
public sealed class ZeroRpcSubscriber : ZeroRpcReceiver
{
    private readonly EventReceiver _receiver;

    /// <summary>Makes one with default options and without services; add some before it starts.</summary>
    public ZeroRpcSubscriber()
        : this(new ZeroRpcSubscriberOptions())
    {
    }

    /// <summary>Makes one without services; add some before it starts.</summary>
    /// <param name="options">Its options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ZeroRpcSubscriber(ZeroRpcSubscriberOptions options)
        : this(ReceiverOf(options), options)
    {
    }

    /// <summary>Makes one with default options and one service: an object whose public methods are exposed.</summary>
    /// <param name="service">The object.</param>
    public ZeroRpcSubscriber(object service)
        : this(service, new ZeroRpcSubscriberOptions())
    {
    }

    /// <summary>Makes one of one service: an object whose public methods are exposed.</summary>
    /// <param name="service">The object.</param>
    /// <param name="options">Its options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ZeroRpcSubscriber(object service, ZeroRpcSubscriberOptions options)
        : this(options) => this.AddService(service);

    private ZeroRpcSubscriber(EventReceiver receiver, ZeroRpcSubscriberOptions options)
        : base(receiver, options) => _receiver = receiver;

    /// <summary>
    /// How many events were passed over because their methods are not among <see cref="ZeroRpcSubscriberOptions.Methods"/>.
    /// </summary>
    public long SkippedCount => _receiver.Skipped;

    private static EventReceiver ReceiverOf(ZeroRpcSubscriberOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        MethodFilter? filter = options.Methods.Count == 0 ? null : new MethodFilter([.. options.Methods]);
        return new EventReceiver(SocketRole.Subscribe, options, filter, options.LoggerFactory.CreateLogger<ZeroRpcSubscriber>());
    }
}
