using Microsoft.Extensions.Logging;
using ZeroRpc.OneWay;
using ZeroRpc.Transport;

namespace ZeroRpc;

/// <summary>
/// Runs .NET methods for what is pushed, by Python's Pusher or a <see cref="ZeroRpcPusher"/>. While its handlers are behind, it reads no
/// more, and its pushers wait or turn to other pullers.
/// </summary>
public sealed class ZeroRpcPuller : ZeroRpcReceiver
{
    /// <summary>Makes one with default options and without services; add some before it starts.</summary>
    public ZeroRpcPuller()
        : this(new ZeroRpcPullerOptions())
    {
    }

    /// <summary>Makes one without services; add some before it starts.</summary>
    /// <param name="options">Its options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ZeroRpcPuller(ZeroRpcPullerOptions options)
        : this(ReceiverOf(options), options)
    {
    }

    /// <summary>Makes one with default options and one service: an object whose public methods are exposed.</summary>
    /// <param name="service">The object.</param>
    public ZeroRpcPuller(object service)
        : this(service, new ZeroRpcPullerOptions())
    {
    }

    /// <summary>Makes one of one service: an object whose public methods are exposed.</summary>
    /// <param name="service">The object.</param>
    /// <param name="options">Its options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ZeroRpcPuller(object service, ZeroRpcPullerOptions options)
        : this(options) => this.AddService(service);

    private ZeroRpcPuller(EventReceiver receiver, ZeroRpcPullerOptions options)
        : base(receiver, options)
    {
    }

    private static EventReceiver ReceiverOf(ZeroRpcPullerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new EventReceiver(SocketRole.Pull, options, filter: null, options.LoggerFactory.CreateLogger<ZeroRpcPuller>());
    }
}
