using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using ZeroRpc.Transport.NetMq;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Transport;

/// <summary>Makes the transport that carries an endpoint's scheme.</summary>
internal static class TransportFactory
{
    /// <summary>Makes a transport, not yet started. Only one for <see cref="TransportScheme.InProcess"/> uses <paramref name="network"/>.</summary>
    public static ITransport Create(TransportScheme scheme, TransportOptions options, ILogger logger, InMemoryNetwork network) => scheme switch
    {
        TransportScheme.InProcess => new InMemoryTransport(options, logger, network),
        TransportScheme.Tcp when options.Tcp == ZeroRpcTcpTransport.NetMq || !options.Role.HasDelimiter() => NewNetMq(options, logger),
        _ when options.Role.HasDelimiter() => new ZmtpTransport(options, logger),
        _ => throw new ZeroRpcEndpointException(
            $"ipc:// endpoints are not there yet for a {options.Role.Name()}. Use tcp://127.0.0.1:port on the same machine."),
    };

    // Apart, so that who does not use NetMQ does not load it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static NetMqTransport NewNetMq(TransportOptions options, ILogger logger) => new(options, logger);
}
