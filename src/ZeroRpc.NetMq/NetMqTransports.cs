using Microsoft.Extensions.Logging;
using ZeroRpc.Transport;

namespace ZeroRpc.NetMq;

/// <summary>Makes NetMQ's transports for tcp, and leaves every other scheme to the library.</summary>
internal sealed class NetMqTransports : ITransportFactory
{
    private NetMqTransports()
    {
    }

    /// <summary>The only instance: it has no state.</summary>
    public static NetMqTransports Instance { get; } = new();

    /// <inheritdoc/>
    public string SecurityProblem =>
        "UseCurve and UseNetMq exclude each other, for NetMQ cannot secure connections: without UseNetMq the library's own ZeroMQ peer carries them.";

    /// <inheritdoc/>
    public TransportScheme CarrierOf(TransportScheme scheme) => scheme;

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The options ask for security, without which NetMQ would send everything in the clear.</exception>
    public ITransport Create(TransportScheme scheme, TransportOptions options, ILogger logger)
    {
        if (scheme != TransportScheme.Tcp)
        {
            return TransportFactory.Default.Create(scheme, options, logger);
        }

        return options.Security is null
            ? new NetMqTransport(options, logger)
            : throw new NotSupportedException(SecurityProblem);
    }
}
