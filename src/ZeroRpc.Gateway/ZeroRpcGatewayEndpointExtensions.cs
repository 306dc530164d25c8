using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ZeroRpc.Gateway.Browser;
using ZeroRpc.Gateway.Console;
using ZeroRpc.Gateway.Describe;
using ZeroRpc.Gateway.Http;
using ZeroRpc.Gateway.WebSockets;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the addresses of the gateway.</summary>
public static class ZeroRpcGatewayEndpointExtensions
{
    /// <summary>
    /// Maps the gateway: calls by <c>POST</c> (and <c>GET</c> of safe methods) of <c>/{service}/{method}</c>, WebSockets at the pattern
    /// itself, descriptions by <c>GET</c> of the pattern, <c>/{service}</c>, <c>/{service}.d.ts</c> and <c>/openapi.json</c>, and the
    /// JavaScript client <c>/zerorpc.js</c>. Who may call what is for the options to say; conventions of the result, such as
    /// <c>RequireAuthorization</c> and <c>RequireCors</c>, apply to all of it.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The path of the gateway. The default is <c>/rpc</c>.</param>
    /// <returns>The endpoints, for further conventions.</returns>
    /// <exception cref="InvalidOperationException"><c>AddZeroRpcGateway</c> has not been called.</exception>
    public static IEndpointConventionBuilder MapZeroRpc(this IEndpointRouteBuilder endpoints, string pattern = "/rpc")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        IServiceProvider services = endpoints.ServiceProvider;
        HttpCalls calls = services.GetService<HttpCalls>() ?? throw new InvalidOperationException(
            "The gateway is not registered: call services.AddZeroRpcGateway(...) before MapZeroRpc.");
        var descriptions = services.GetRequiredService<DescriptionEndpoints>();
        var sockets = services.GetRequiredService<WebSocketEndpoint>();

        RouteGroupBuilder group = endpoints.MapGroup(pattern);
        IApplicationBuilder socketPipeline = endpoints.CreateApplicationBuilder().UseWebSockets();
        socketPipeline.Run(context => context.WebSockets.IsWebSocketRequest ? sockets.AcceptAsync(context) : descriptions.ListAsync(context));
        group.MapMethods("", [HttpMethods.Get, HttpMethods.Connect], socketPipeline.Build());
        group.MapGet("/openapi.json", context => descriptions.DocumentAsync(context, context.Request.PathBase + pattern));
        foreach (string file in BrowserFiles.Client)
        {
            group.MapGet($"/{file}", context => BrowserFiles.SendAsync(context, file));
        }

        group.MapGet("/{service}.d.ts", descriptions.DeclareAsync);
        group.MapGet("/{service}", descriptions.DescribeAsync);
        group.MapPost("/{service}/{method}", calls.PostAsync);
        group.MapGet("/{service}/{method}", calls.GetAsync);
        return group;
    }

    /// <summary>
    /// Maps the console: a page that shows the services and methods which the signed-in user may call, and calls them. It asks no other host
    /// for anything.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The path of the console. The default is <c>/rpc-console</c>.</param>
    /// <param name="gateway">The path at which <see cref="MapZeroRpc"/> has mapped the gateway. The default is <c>/rpc</c>.</param>
    /// <returns>The endpoints, for further conventions.</returns>
    public static IEndpointConventionBuilder MapZeroRpcConsole(
        this IEndpointRouteBuilder endpoints, string pattern = "/rpc-console", string gateway = "/rpc")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        ArgumentException.ThrowIfNullOrEmpty(gateway);
        RouteGroupBuilder group = endpoints.MapGroup(pattern);
        group.MapGet("", context => ConsoleFiles.SendPageAsync(context, pattern, gateway));
        foreach (string file in ConsoleFiles.Files)
        {
            group.MapGet($"/{file}", context => BrowserFiles.SendAsync(context, file));
        }

        return group;
    }
}
