using ZeroRpc.Tests.Support;
using ZeroRpc.Tests.Transport;
using ZeroRpc.Tests.Transport.Zmtp;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Curve;

/// <summary>The behaviour of our own peer with CURVE.</summary>
public abstract class CurveTransportTests : ZmtpTransportTests
{
    private protected override Started Start(SocketRole role) => CurveTransports.Start(role, CurveTransports.SideOf(role));
}

public sealed class CurveOverTcpTests : CurveTransportTests
{
    private protected override string ConnectTo => "tcp://127.0.0.1:1";

    private protected override string NewEndpoint() => "tcp://127.0.0.1:0";
}

public sealed class CurveOverIpcTests : CurveTransportTests
{
    private protected override string ConnectTo => Needs.IpcEndpoint();

    private protected override string NewEndpoint() => Needs.IpcEndpoint();
}

/// <summary>The same for one-way sockets.</summary>
public sealed class OneWayCurveTests : OneWayZmtpTests
{
    private protected override string NewEndpoint() => "tcp://127.0.0.1:0";

    private protected override string FreeEndpoint() => FreePort.Endpoint();

    private protected override Started Start(SocketRole role, int highWaterMark = 1000) =>
        CurveTransports.Start(role, CurveTransports.SideOf(role), highWaterMark: highWaterMark);
}
