using System.Text.Json;

namespace ZeroRpc.InteropTests.Harness;

/// <summary>Our server with a <see cref="Harness.Cooler"/>, its names in Python's way.</summary>
internal sealed class CoolerServer : IAsyncDisposable
{
    private readonly ZeroRpcServer _server;

    private CoolerServer(TimeSpan? heartbeat) => _server = new ZeroRpcServer(
        Cooler, new ZeroRpcServerOptions { Heartbeat = heartbeat, MethodNaming = JsonNamingPolicy.SnakeCaseLower });

    public Cooler Cooler { get; } = new();

    public string Endpoint { get; private set; } = "";

    /// <summary>Serves at a port of its own. A heartbeat of null is none.</summary>
    public static CoolerServer Bound(TimeSpan? heartbeat)
    {
        var cooler = new CoolerServer(heartbeat);
        cooler.Endpoint = cooler._server.Bind(Peer.AnyPort);
        cooler._server.Start();
        return cooler;
    }

    /// <summary>Serves a client that has bound its socket.</summary>
    public static CoolerServer Connected(string endpoint, TimeSpan? heartbeat)
    {
        var cooler = new CoolerServer(heartbeat) { Endpoint = endpoint };
        cooler._server.Connect(endpoint);
        cooler._server.Start();
        return cooler;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
