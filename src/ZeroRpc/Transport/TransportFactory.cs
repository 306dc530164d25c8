using Microsoft.Extensions.Logging;
using ZeroRpc.Transport.InMemory;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Transport;

/// <summary>Creates the library's own transports: the in-memory transport for inproc, and the ZMTP transport for tcp and ipc.</summary>
internal sealed class TransportFactory : ITransportFactory
{
    private TransportFactory()
    {
    }

    /// <summary>The default factory of options.</summary>
    public static TransportFactory Default { get; } = new();

    /// <inheritdoc/>
    public TransportScheme CarrierOf(TransportScheme scheme) => scheme == TransportScheme.Ipc ? TransportScheme.Tcp : scheme;

    /// <inheritdoc/>
    public ITransport Create(TransportScheme scheme, TransportOptions options, ILogger logger) => scheme == TransportScheme.InProcess
        ? new InMemoryTransport(options, logger, InMemoryNetwork.Default)
        : new ZmtpTransport(options, logger);
}
