using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Gateway;

/// <summary>The gateway, and behind it a server over tcp.</summary>
internal sealed class GatewayFront : IAsyncDisposable
{
    private readonly ZeroRpcServer _server;
    private readonly WebApplication _app;

    private GatewayFront(ZeroRpcServer server, WebApplication app) => (_server, _app) = (server, app);

    /// <summary>The address of the gateway.</summary>
    public Uri Address => Kestrel.AddressOf(_app, "/rpc");

    /// <summary>Starts both.</summary>
    public static async Task<GatewayFront> StartAsync()
    {
        var server = new ZeroRpcServer(new Service());
        string endpoint = server.Bind("tcp://127.0.0.1:0");
        server.Start();
        WebApplication app = await Kestrel.StartAsync(
            services => services.AddZeroRpcGateway(options =>
            {
                options.AddService("adder", endpoint).AllowAnyone("*");
                options.WebSockets.MaxMessagesPerSecond = int.MaxValue;
            }),
            app => app.MapZeroRpc("/rpc"));
        return new GatewayFront(server, app);
    }

    /// <summary>A caller by HTTP.</summary>
    public HttpCaller ByHttp() => new("gateway, HTTP", Kestrel.AddressOf(_app, "/rpc/adder/Add"), (a, b) => $"[{a},{b}]");

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }
}
