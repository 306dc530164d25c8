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
    /// <exception cref="ZeroRpcEndpointException">Memory is to be secured, which has no handshake: callers would not be authenticated.</exception>
    public ITransport Create(TransportScheme scheme, TransportOptions options, ILogger logger) => scheme switch
    {
        TransportScheme.InProcess when options.Security is not null => throw new ZeroRpcEndpointException(
            "inproc:// endpoints and UseCurve exclude each other, for connections in memory have no keys. Use tcp:// or ipc://, or leave out UseCurve."),
        TransportScheme.InProcess => new InMemoryTransport(options, logger, InMemoryNetwork.Default),
        _ => new ZmtpTransport(options, logger),
    };
}
