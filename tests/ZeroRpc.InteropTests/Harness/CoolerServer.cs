using System.Text.Json;

namespace ZeroRpc.InteropTests.Harness;

/// <summary>Our server with a <see cref="Harness.Cooler"/>, its names in Python's way.</summary>
internal sealed class CoolerServer : IAsyncDisposable
{
    private readonly ZeroRpcServer _server;

    private CoolerServer(TimeSpan? heartbeat, Carrier carrier) => _server = new ZeroRpcServer(Cooler, carrier.Carried(new ZeroRpcServerOptions
    {
        Heartbeat = heartbeat,
        MethodNaming = JsonNamingPolicy.SnakeCaseLower,
    }));

    public Cooler Cooler { get; } = new();

    public string Endpoint { get; private set; } = "";

    /// <summary>Serves at an endpoint of its own, by tcp unless another carrier is given. A heartbeat of null is none.</summary>
    public static CoolerServer Bound(TimeSpan? heartbeat, Carrier? carrier = null)
    {
        carrier ??= Carrier.Tcp;
        var cooler = new CoolerServer(heartbeat, carrier);
        cooler.Endpoint = cooler._server.Bind(carrier.NewEndpoint());
        cooler._server.Start();
        return cooler;
    }

    /// <summary>Serves a client that has bound its socket.</summary>
    public static CoolerServer Connected(string endpoint, TimeSpan? heartbeat, Carrier? carrier = null)
    {
        var cooler = new CoolerServer(heartbeat, carrier ?? Carrier.Tcp) { Endpoint = endpoint };
        cooler._server.Connect(endpoint);
        cooler._server.Start();
        return cooler;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
