using System.Net.WebSockets;
using MessagePack;
using Microsoft.Extensions.DependencyInjection;
using ZeroRpc.Gateway.Tests.Support;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Gateway.Tests.WebSockets;

/// <summary>Calls and streams over a WebSocket.</summary>
public sealed class SessionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("add", "[1, 2]", "{\"type\":\"result\",\"id\":7,\"value\":3}")]
    [InlineData("add", "{\"first\": 1}", "{\"type\":\"result\",\"id\":7,\"value\":11}")]
    [InlineData("bytes", "[]", "{\"type\":\"result\",\"id\":7,\"value\":{\"$bytes\":\"AP8=\"}}")]
    [InlineData("nothing", "[]", "{\"type\":\"result\",\"id\":7,\"value\":null}")]
    public async Task A_call_has_a_result(string method, string arguments, string result)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using TestSocket socket = await gateway.OpenAsync();

        await socket.CallAsync(7, method, arguments);

        Assert.Equal(result, await socket.ReceiveAsync());
    }

    [Fact]
    public async Task A_message_can_have_several_frames()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using TestSocket socket = await gateway.OpenAsync();

        await socket.SendAsync("{\"type\":\"ping\"}\n{\"id\":3,oops\n{\"type\":\"ping\"}");

        Assert.Equal("{\"type\":\"pong\"}", await socket.ReceiveAsync());
        Assert.Equal((3, "InvalidJson"), ((await socket.ReceiveErrorAsync()) is var error ? (error.Id, error.Name) : default));
        Assert.Equal("{\"type\":\"pong\"}", await socket.ReceiveAsync());
    }

    [Fact]
    public async Task A_stream_has_items_and_an_end()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using TestSocket socket = await gateway.OpenAsync();

        await socket.CallAsync(1, "count", "[2]");

        Assert.Equal("{\"type\":\"item\",\"id\":1,\"value\":0}", await socket.ReceiveAsync());
        Assert.Equal("{\"type\":\"item\",\"id\":1,\"value\":1}", await socket.ReceiveAsync());
        Assert.Equal("{\"type\":\"done\",\"id\":1}", await socket.ReceiveAsync());
    }

    [Fact]
    public async Task An_error_ends_a_stream()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using TestSocket socket = await gateway.OpenAsync();

        await socket.CallAsync(1, "count_then_fail", "[1]");

        await socket.ReceiveAsync();
        Assert.Equal((1, "ValueError", 500, "mid-stream"), await socket.ReceiveErrorAsync());
    }

    [Fact]
    public async Task Calls_run_at_once()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using TestSocket socket = await gateway.OpenAsync();

        await socket.CallAsync(1, "wait");
        await socket.CallAsync(2, "add", "[1, 2]");

        Assert.Equal("{\"type\":\"result\",\"id\":2,\"value\":3}", await socket.ReceiveAsync());
    }

    [Fact]
    public async Task A_call_is_cancelled()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using TestSocket socket = await gateway.OpenAsync();
        await socket.CallAsync(1, "wait");
        await gateway.Fridge.Waiting.OrHang();

        await socket.SendAsync("{\"type\":\"cancel\",\"id\":1}");

        Assert.Equal((1, "Cancelled", 499, "'wait' was cancelled."), await socket.ReceiveErrorAsync());
        await gateway.Fridge.Cancelled.OrHang();
    }

    [Fact]
    public async Task Calls_are_cancelled_when_the_client_goes()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using TestSocket socket = await gateway.OpenAsync();
        await socket.CallAsync(1, "wait");
        await gateway.Fridge.Waiting.OrHang();

        socket.Socket.Abort();

        await gateway.Fridge.Cancelled.OrHang();
        await GatewayHost.UntilAsync(() => gateway.Services.GetRequiredService<ZeroRpcGatewayConnections>().Count == 0).OrHang();
    }

    [Fact]
    public async Task A_deadline_ends_a_call()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using TestSocket socket = await gateway.OpenAsync();

        await socket.CallAsync(1, "wait", more: ",\"timeout\":50");

        Assert.Equal("Timeout", (await socket.ReceiveErrorAsync()).Name);
    }

    [Fact]
    public async Task Credits_hold_a_stream_and_no_other()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using TestSocket socket = await gateway.OpenAsync();
        await socket.CallAsync(1, "flood", more: ",\"credits\":2");
        Assert.Contains("\"item\"", await socket.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Contains("\"item\"", await socket.ReceiveAsync(), StringComparison.Ordinal);

        await socket.CallAsync(2, "count", "[1]");
        Assert.Equal("{\"type\":\"item\",\"id\":2,\"value\":0}", await socket.ReceiveAsync());
        Assert.Equal("{\"type\":\"done\",\"id\":2}", await socket.ReceiveAsync());

        await socket.SendAsync("{\"type\":\"credit\",\"id\":1,\"items\":1}");
        Assert.Contains("\"id\":1", await socket.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ping_is_answered()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using TestSocket socket = await gateway.OpenAsync(protocol: null);

        await socket.SendAsync("{\"type\":\"ping\"}");

        Assert.Equal("{\"type\":\"pong\"}", await socket.ReceiveAsync());
    }

    [Fact]
    public async Task An_id_can_be_used_again_after_its_call()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using TestSocket socket = await gateway.OpenAsync();

        for (int i = 0; i < 20; i++)
        {
            await socket.CallAsync(1, "add", $"[{i}, 0]");
            Assert.Equal($"{{\"type\":\"result\",\"id\":1,\"value\":{i}}}", await socket.ReceiveAsync());
        }
    }

    [Fact]
    public async Task Frames_are_msgpack_by_the_subprotocol()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using TestSocket socket = await gateway.OpenAsync("zerorpc.msgpack");
        byte[] call = MessagePackSerializer.ConvertFromJson("{\"type\":\"call\",\"id\":1,\"service\":\"fridge\",\"method\":\"bytes\"}", cancellationToken: Stop);

        await socket.SendAsync(call, WebSocketMessageType.Binary);

        var result = MessagePackSerializer.Deserialize<Dictionary<string, object>>(await socket.ReceiveBytesAsync(), cancellationToken: Stop);
        Assert.Equal(new byte[] { 0, 255 }, result["value"]);
    }

    [Fact]
    public async Task The_gateway_closes_WebSockets_when_it_stops()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using TestSocket socket = await gateway.OpenAsync();
        await socket.SendAsync("{\"type\":\"ping\"}");
        await socket.ReceiveAsync();
        Task<(int Code, string Reason)> close = socket.ReceiveCloseAsync();

        Task stop = gateway.StopAsync();

        Assert.Equal((1001, "The gateway is stopping."), await close);
        await socket.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Stop);
        await stop.OrHang();
    }
}
