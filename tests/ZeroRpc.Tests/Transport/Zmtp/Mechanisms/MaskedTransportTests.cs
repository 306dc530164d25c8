using Microsoft.Extensions.Logging.Abstractions;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport.Zmtp.Mechanisms;

/// <summary>The behaviour of our own peer where a mechanism protects its frames: a dealer is its client, a router its server.</summary>
public sealed class MaskedTransportTests : ZmtpTransportTests
{
    private protected override string ConnectTo => "tcp://127.0.0.1:1";

    private protected override string NewEndpoint() => "tcp://127.0.0.1:0";

    private protected override Started Start(SocketRole role) => Transports.Start(new ZmtpTransport(
        Transports.Options(role) with { Security = new MaskSecurity(isServer: role == SocketRole.Router) }, NullLogger.Instance));
}

/// <summary>The same for one-way sockets.</summary>
public sealed class OneWayMaskedTests : OneWayZmtpTests
{
    private protected override string NewEndpoint() => "tcp://127.0.0.1:0";

    private protected override string FreeEndpoint() => FreePort.Endpoint();

    private protected override Started Start(SocketRole role, int highWaterMark = 1000) => Transports.Start(new ZmtpTransport(
        Transports.Options(role, highWaterMark) with { Security = new MaskSecurity(isServer: role is SocketRole.Push or SocketRole.Publish) },
        NullLogger.Instance));
}
