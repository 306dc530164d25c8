using Microsoft.Extensions.Options;
using ZeroRpc.Hosting.OneWay;

namespace ZeroRpc.Hosting;

/// <summary>A puller that the host starts and stops. The default one is registered as a singleton, and a named one as a keyed singleton.</summary>
public sealed class ZeroRpcHostedPuller : ZeroRpcHostedReceiver
{
    private readonly string _name;
    private readonly IOptionsMonitor<ZeroRpcHostedPullerOptions> _options;

    internal ZeroRpcHostedPuller(string name, IOptionsMonitor<ZeroRpcHostedPullerOptions> options, IServiceProvider services)
        : base(IHostedOneWayOptions.SectionOf<ZeroRpcHostedPullerOptions>(name).Label, services)
    {
        _name = name;
        _options = options;
    }

    private protected override (ZeroRpcReceiver Receiver, ZeroRpcReceiverOptions Options) Create()
    {
        ZeroRpcHostedPullerOptions options = _options.Get(_name);
        return (new ZeroRpcPuller(options), options);
    }
}
