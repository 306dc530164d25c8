using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Cli.Tests.Support;

/// <summary>A server of ours that refuses every call without the right entry <c>token</c> in its header, introspection included.</summary>
internal sealed class TokenServer : IAsyncDisposable
{
    public const string Token = "s3cret";

    private readonly ZeroRpcServer _server;

    public TokenServer()
    {
        _server = new ZeroRpcServer(new ZeroRpcServerOptions
        {
            Name = "Guarded",
            Interceptors = { (call, next) => IsAllowed(call) ? next() : throw new RemoteException("Forbidden", "a token is needed") },
        });
        _server.AddMethod("add", (int a, int b) => a + b);
        Endpoint = _server.Bind(Peer.AnyPort);
        _server.Start();
    }

    public string Endpoint { get; }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static bool IsAllowed(CallContext call) => call.Headers.TryGetValue("token", out object? token) && token is Token;
}
