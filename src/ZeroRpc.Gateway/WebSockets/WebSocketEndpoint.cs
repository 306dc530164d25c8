using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using ZeroRpc.Gateway.Access;
using ZeroRpc.Gateway.Http;
using ZeroRpc.Gateway.Problems;
using ZeroRpc.Gateway.Values;

namespace ZeroRpc.Gateway.WebSockets;

/// <summary>Accepts WebSockets.</summary>
internal sealed class WebSocketEndpoint(
    SessionServices services,
    OriginCheck origins,
    GatewayValues values,
    ProblemResponse problems,
    ZeroRpcGatewayConnections connections,
    IOptions<ZeroRpcGatewayOptions> options)
{
    /// <summary>Accepts a WebSocket and serves it to its end.</summary>
    public async Task AcceptAsync(HttpContext context)
    {
        FrameFormat format;
        try
        {
            origins.Check(context);
            format = FrameFormat.Choose(context.WebSockets.WebSocketRequestedProtocols, values)
                ?? throw Faults.Request("InvalidProtocol", "The gateway speaks the subprotocols zerorpc.json and zerorpc.msgpack.");
            if (!connections.TryReserve())
            {
                throw new GatewayException(
                    StatusCodes.Status503ServiceUnavailable, "TooManyConnections", "The gateway has as many WebSockets as it may.");
            }
        }
        catch (GatewayException refused)
        {
            await problems.WriteAsync(context, refused, "the WebSocket").ConfigureAwait(false);
            return;
        }

        try
        {
            await ServeAsync(context, format).ConfigureAwait(false);
        }
        finally
        {
            connections.Release();
        }
    }

    private async Task ServeAsync(HttpContext context, FrameFormat format)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = context.WebSockets.WebSocketRequestedProtocols.Count == 0 ? null : format.Protocol,
            KeepAliveInterval = options.Value.WebSockets.PingInterval,
            KeepAliveTimeout = options.Value.WebSockets.PingTimeout,
        }).ConfigureAwait(false);
        using var session = new WebSocketSession(context, socket, format, services);
        connections.Add(session);
        try
        {
            await session.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            connections.Remove(session);
        }
    }
}
