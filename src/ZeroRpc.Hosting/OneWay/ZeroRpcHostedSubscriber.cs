using Microsoft.Extensions.Options;
using ZeroRpc.Hosting.OneWay;

namespace ZeroRpc.Hosting;

/// <summary>A subscriber that the host starts and stops. The default one is registered as a singleton, and a named one as a keyed singleton.</summary>
public sealed class ZeroRpcHostedSubscriber : ZeroRpcHostedReceiver
{
    private readonly string _name;
    private readonly IOptionsMonitor<ZeroRpcHostedSubscriberOptions> _options;

    internal ZeroRpcHostedSubscriber(string name, IOptionsMonitor<ZeroRpcHostedSubscriberOptions> options, IServiceProvider services)
        : base(IHostedOneWayOptions.SectionOf<ZeroRpcHostedSubscriberOptions>(name).Label, services)
    {
        _name = name;
        _options = options;
    }

    private protected override (ZeroRpcReceiver Receiver, ZeroRpcReceiverOptions Options) Create()
    {
        ZeroRpcHostedSubscriberOptions options = _options.Get(_name);
        return (new ZeroRpcSubscriber(options), options);
    }
}
