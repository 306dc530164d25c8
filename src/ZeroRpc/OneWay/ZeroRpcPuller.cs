using Microsoft.Extensions.Logging;
using ZeroRpc.Diagnostics;
using ZeroRpc.OneWay;
using ZeroRpc.Transport;

namespace ZeroRpc;

/// <summary>
/// Runs .NET methods for pushed events, from Python's Pusher or a <see cref="ZeroRpcPusher"/>. While its handlers are busy and its queue is
/// full, a puller stops reading; its pushers wait or use other pullers.
/// </summary>
public sealed class ZeroRpcPuller : ZeroRpcReceiver
{
    /// <summary>Creates a puller with default options and without services. Add services before it starts.</summary>
    public ZeroRpcPuller()
        : this(new ZeroRpcPullerOptions())
    {
    }

    /// <summary>Creates a puller without services. Add services before it starts.</summary>
    /// <param name="options">The options of the puller.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ZeroRpcPuller(ZeroRpcPullerOptions options)
        : this(ReceiverOf(options), options)
    {
    }

    /// <summary>Creates a puller with default options and one service.</summary>
    /// <param name="service">The object whose public methods are exposed.</param>
    public ZeroRpcPuller(object service)
        : this(service, new ZeroRpcPullerOptions())
    {
    }

    /// <summary>Creates a puller with one service.</summary>
    /// <param name="service">The object whose public methods are exposed.</param>
    /// <param name="options">The options of the puller.</param>
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
        return new EventReceiver(SocketRole.Pull, options, filter: null, LibraryLogger.Create<ZeroRpcPuller>(options.LoggerFactory));
    }
}
