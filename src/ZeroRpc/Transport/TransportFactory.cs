using Microsoft.Extensions.Logging;
using ZeroRpc.Transport.InMemory;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Transport;

/// <summary>Makes the library's own transports: memory carries inproc, our own ZeroMQ peer carries tcp and ipc.</summary>
internal sealed class TransportFactory : ITransportFactory
{
    private TransportFactory()
    {
    }

    /// <summary>The factory that options have unless another package replaces it.</summary>
    public static TransportFactory Default { get; } = new();

    /// <inheritdoc/>
    public TransportScheme CarrierOf(TransportScheme scheme) => scheme == TransportScheme.Ipc ? TransportScheme.Tcp : scheme;

    /// <inheritdoc/>
    public ITransport Create(TransportScheme scheme, TransportOptions options, ILogger logger) => scheme == TransportScheme.InProcess
        ? new InMemoryTransport(options, logger, InMemoryNetwork.Default)
        : new ZmtpTransport(options, logger);
}
