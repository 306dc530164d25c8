namespace ZeroRpc.Tests.Wire;

/// <summary>A real server over tcp with the log it keeps.</summary>
internal sealed class LoggedServer : IAsyncDisposable
{
    private readonly ZeroRpcServer _server;

    public LoggedServer(Action<ZeroRpcServerOptions>? configure = null, Action<ZeroRpcServer>? add = null)
    {
        var options = new ZeroRpcServerOptions { LoggerFactory = Log.Factory, StopTimeout = TimeSpan.Zero };
        configure?.Invoke(options);
        _server = new ZeroRpcServer(options);
        _server.AddMethod("Echo", (object? value) => value);
        _server.AddMethod("Never", (CancellationToken token) => Task.Delay(Timeout.Infinite, token));
        add?.Invoke(_server);
        Endpoint = _server.Bind("tcp://127.0.0.1:0");
        _server.Start();
    }

    public FakeLog Log { get; } = new();

    public string Endpoint { get; }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Log.Dispose();
    }
}
