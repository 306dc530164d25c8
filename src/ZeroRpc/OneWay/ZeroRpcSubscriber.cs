using Microsoft.Extensions.Logging;
using ZeroRpc.Diagnostics;
using ZeroRpc.OneWay;
using ZeroRpc.Transport;

namespace ZeroRpc;

/// <summary>
/// Runs .NET methods for published events, from Python's Publisher or a <see cref="ZeroRpcPublisher"/>. Receives only events that are
/// published while it is connected. While its handlers are busy and its queue is full, a subscriber stops reading; its publishers drop the
/// events for which they have no room.
/// </summary>
public sealed class ZeroRpcSubscriber : ZeroRpcReceiver
{
    private readonly EventReceiver _receiver;

    /// <summary>Creates a subscriber with default options and without services. Add services before it starts.</summary>
    public ZeroRpcSubscriber()
        : this(new ZeroRpcSubscriberOptions())
    {
    }

    /// <summary>Creates a subscriber without services. Add services before it starts.</summary>
    /// <param name="options">The options of the subscriber.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">An entry of <see cref="ZeroRpcSubscriberOptions.Methods"/> is not valid.</exception>
    public ZeroRpcSubscriber(ZeroRpcSubscriberOptions options)
        : this(ReceiverOf(options), options)
    {
    }

    /// <summary>Creates a subscriber with default options and one service.</summary>
    /// <param name="service">The object whose public methods are exposed.</param>
    public ZeroRpcSubscriber(object service)
        : this(service, new ZeroRpcSubscriberOptions())
    {
    }

    /// <summary>Creates a subscriber with one service.</summary>
    /// <param name="service">The object whose public methods are exposed.</param>
    /// <param name="options">The options of the subscriber.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">An entry of <see cref="ZeroRpcSubscriberOptions.Methods"/> is not valid.</exception>
    public ZeroRpcSubscriber(object service, ZeroRpcSubscriberOptions options)
        : this(options) => this.AddService(service);

    private ZeroRpcSubscriber(EventReceiver receiver, ZeroRpcSubscriberOptions options)
        : base(receiver, options) => _receiver = receiver;

    /// <summary>
    /// The number of events that were skipped because their method is not in <see cref="ZeroRpcSubscriberOptions.Methods"/>.
    /// </summary>
    public long SkippedCount => _receiver.Skipped;

    private static EventReceiver ReceiverOf(ZeroRpcSubscriberOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        MethodFilter? filter = options.Methods.Count == 0 ? null : new MethodFilter([.. options.Methods]);
        return new EventReceiver(SocketRole.Subscribe, options, filter, LibraryLogger.Create<ZeroRpcSubscriber>(options.LoggerFactory));
    }
}
