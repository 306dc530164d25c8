using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using ZeroRpc.Transport.InMemory;
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
        TransportScheme.Tcp when options.Tcp == ZeroRpcTcpTransport.NetMq => NewNetMq(options, logger),
        _ => new ZmtpTransport(options, logger),
    };

    /// <summary>Whose transport carries endpoints of a scheme: our own peer has one for ipc and, when it is to carry that too, tcp.</summary>
    public static TransportScheme Carrier(TransportScheme scheme, ZeroRpcTcpTransport tcp) =>
        scheme == TransportScheme.Tcp && tcp == ZeroRpcTcpTransport.Zmtp ? TransportScheme.Ipc : scheme;

    // Apart, so that who does not use NetMQ does not load it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static NetMqTransport NewNetMq(TransportOptions options, ILogger logger) => new(options, logger);
}
