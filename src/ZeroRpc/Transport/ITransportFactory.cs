using Microsoft.Extensions.Logging;

namespace ZeroRpc.Transport;

/// <summary>Creates the transports of one client, server or one-way socket: one transport for each kind that its endpoints need.</summary>
internal interface ITransportFactory
{
    /// <summary>Why connections cannot be secured (<see cref="TransportOptions.Security"/>), and what to do; null where they can.</summary>
    string? SecurityProblem => null;

    /// <summary>The scheme whose transport carries <paramref name="scheme"/>: schemes of one carrier can share a transport.</summary>
    TransportScheme CarrierOf(TransportScheme scheme);

    /// <summary>Creates a transport for the endpoints of a scheme. It is not started.</summary>
    ITransport Create(TransportScheme scheme, TransportOptions options, ILogger logger);
}
