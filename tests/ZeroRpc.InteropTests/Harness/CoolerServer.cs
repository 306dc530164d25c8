using System.Text.Json;

namespace ZeroRpc.InteropTests.Harness;

/// <summary>Our server with a <see cref="Harness.Cooler"/>, its names in Python's way.</summary>
internal sealed class CoolerServer : IAsyncDisposable
{
    private readonly ZeroRpcServer _server;

    private CoolerServer(TimeSpan? heartbeat, Carrier carrier) => _server = new ZeroRpcServer(Cooler, new ZeroRpcServerOptions
    {
        Heartbeat = heartbeat,
        MethodNaming = JsonNamingPolicy.SnakeCaseLower,
        TcpTransport = carrier.TcpTransport,
    });

    public Cooler Cooler { get; } = new();

    public string Endpoint { get; private set; } = "";

    /// <summary>Serves at an endpoint of its own, by NetMQ unless another carrier is given. A heartbeat of null is none.</summary>
    public static CoolerServer Bound(TimeSpan? heartbeat, Carrier? carrier = null)
    {
        carrier ??= Carrier.NetMq;
        var cooler = new CoolerServer(heartbeat, carrier);
        cooler.Endpoint = cooler._server.Bind(carrier.NewEndpoint());
        cooler._server.Start();
        return cooler;
    }

    /// <summary>Serves a client that has bound its socket.</summary>
    public static CoolerServer Connected(string endpoint, TimeSpan? heartbeat, Carrier? carrier = null)
    {
        var cooler = new CoolerServer(heartbeat, carrier ?? Carrier.NetMq) { Endpoint = endpoint };
        cooler._server.Connect(endpoint);
        cooler._server.Start();
        return cooler;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
