using Microsoft.Extensions.Logging;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Support;

/// <summary>Has one transport carry every endpoint.</summary>
internal sealed class OneTransport(ITransport transport) : ITransportFactory
{
    public TransportScheme CarrierOf(TransportScheme scheme) => TransportScheme.Tcp;

    public ITransport Create(TransportScheme scheme, TransportOptions options, ILogger logger) => transport;
}
