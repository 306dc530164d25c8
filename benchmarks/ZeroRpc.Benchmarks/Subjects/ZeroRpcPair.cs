namespace ZeroRpc.Benchmarks.Subjects;

/// <summary>Our client and server, with default options unless told otherwise.</summary>
internal sealed class ZeroRpcPair : ICaller
{
    private static int _lastName;

    private ZeroRpcPair(string name, string endpoint, ZeroRpcServerOptions? serverOptions, ZeroRpcClientOptions? clientOptions)
    {
        Name = name;
        Server = new ZeroRpcServer(new Service(), serverOptions ?? new ZeroRpcServerOptions());
        Endpoint = Server.Bind(endpoint);
        Server.Start();
        Client = new ZeroRpcClient(Endpoint, clientOptions ?? new ZeroRpcClientOptions());
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Where the server listens.</summary>
    public string Endpoint { get; }

    /// <summary>The server.</summary>
    public ZeroRpcServer Server { get; }

    /// <summary>The client.</summary>
    public ZeroRpcClient Client { get; }

    /// <summary>A pair over memory.</summary>
    public static ZeroRpcPair InMemory(ZeroRpcServerOptions? serverOptions = null, ZeroRpcClientOptions? clientOptions = null) =>
        new("ZeroRpc in memory", $"inproc://benchmark-{Interlocked.Increment(ref _lastName)}", serverOptions, clientOptions);

    /// <summary>A pair over the loopback.</summary>
    public static ZeroRpcPair OverTcp(ZeroRpcServerOptions? serverOptions = null, ZeroRpcClientOptions? clientOptions = null) =>
        new("ZeroRpc over its own peer", "tcp://127.0.0.1:0", serverOptions, clientOptions);

    /// <summary>A pair over NetMQ and the loopback.</summary>
    public static ZeroRpcPair OverNetMq() => new(
        "ZeroRpc over NetMQ", "tcp://127.0.0.1:0", new ZeroRpcServerOptions().UseNetMq(), new ZeroRpcClientOptions().UseNetMq());

    /// <summary>A pair over the loopback with encryption.</summary>
    public static ZeroRpcPair OverCurve()
    {
        var server = CurveKeyPair.Generate();
        var client = CurveKeyPair.Generate();
        return new ZeroRpcPair(
            "ZeroRpc with CURVE",
            "tcp://127.0.0.1:0",
            new ZeroRpcServerOptions().UseCurve(
                new CurveServerOptions { Keys = server, AllowedClients = new CurveAllowedClients(client.PublicKey) }),
            new ZeroRpcClientOptions().UseCurve(new CurveClientOptions { ServerKey = server.PublicKey, Keys = client }));
    }

    /// <summary>A pair over a Unix domain socket.</summary>
    public static ZeroRpcPair OverIpc() =>
        new("ZeroRpc over ipc", $"ipc://{Path.GetTempPath()}zerorpc-{Guid.NewGuid():N}", null, null);

    /// <inheritdoc/>
    public Task AddAsync(int a, int b) => Client.InvokeAsync<int>("Add", a, b);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
    }
}
