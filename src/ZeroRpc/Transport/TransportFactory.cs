using Microsoft.Extensions.Logging;
using ZeroRpc.Transport.NetMq;

namespace ZeroRpc.Transport;

/// <summary>Makes the transport that carries an endpoint's scheme.</summary>
internal static class TransportFactory
{
    /// <summary>Makes a transport, not yet started. Only one for <see cref="TransportScheme.InProcess"/> uses <paramref name="network"/>.</summary>
    public static ITransport Create(TransportScheme scheme, TransportOptions options, ILogger logger, InMemoryNetwork network) =>
        scheme == TransportScheme.InProcess
            ? new InMemoryTransport(options, logger, network)
            : new NetMqTransport(options, logger);
}
