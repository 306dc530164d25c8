using System.Net.WebSockets;
using System.Security.Claims;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ZeroRpc.Gateway.Tests.Support;
using ZeroRpc.Gateway.WebSockets;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Gateway.Tests.WebSockets;

/// <summary>What a client may not do, and what the gateway does about it.</summary>
public sealed class LimitTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("add", "[]", "TypeError", 400)]
    [InlineData("melt", "[]", "NameError", 404)]
    [InlineData("echo", "5", "InvalidArguments", 400)]
    [InlineData("echo", "[\"\\ud800\"]", "InvalidJson", 400)]
    [InlineData("echo", "[{\"a\":1,\"a\":1}]", "InvalidJson", 400)]
    public async Task A_bad_call_fails_alone(string method, string arguments, string name, int status)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using TestSocket socket = await gateway.OpenAsync();

        await socket.CallAsync(5, method, arguments);

        (long? id, string failed, int code, _) = await socket.ReceiveErrorAsync();
        Assert.Equal((5, name, status), (id, failed, code));
        await socket.CallAsync(6, "add", "[1]");
        Assert.Equal("{\"type\":\"result\",\"id\":6,\"value\":11}", await socket.ReceiveAsync());
    }

    [Theory]
    [InlineData("{\"type\":\"call\",\"id\":3}", "The 'service' of a call is a string.")]
    [InlineData("{\"type\":\"call\",\"id\":3,\"service\":\"fridge\",\"method\":5}", "The 'method' of a call is a string.")]
    [InlineData("{\"type\":\"call\",\"id\":3,\"service\":\"fridge\",\"method\":\"add\",\"credits\":0}", "The 'credits' of a frame is a whole number from 1 to 1000000.")]
    [InlineData("{\"type\":\"call\",\"id\":3,\"service\":\"fridge\",\"method\":\"add\",\"timeout\":\"1\"}", "The 'timeout' of a frame is a whole number from 1 to 2147483647.")]
    [InlineData("{\"type\":\"call\",\"id\":3,\"service\":\"fridge\",\"method\":\"add\",\"headers\":[]}", "The 'headers' of a call are an object.")]
    [InlineData("{\"type\":\"hello\",\"id\":3}", "The 'type' of a frame is \"call\", \"cancel\", \"credit\" or \"ping\".")]
    public async Task A_bad_frame_with_an_id_is_answered(string frame, string detail)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using TestSocket socket = await gateway.OpenAsync();

        await socket.SendAsync(frame);

        Assert.Equal((3, "InvalidFrame", 400, detail), await socket.ReceiveErrorAsync());
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{\"type\":\"call\",\"id\":-1}")]
    [InlineData("{\"type\":\"call\",\"id\":\"x\"}")]
    public async Task What_is_no_frame_closes_the_WebSocket_with_a_reason(string message)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using TestSocket socket = await gateway.OpenAsync();

        await socket.SendAsync(message);

        (long? id, string name, _, _) = await socket.ReceiveErrorAsync();
        if (id is null)
        {
            Assert.Equal(CloseCodes.InvalidPayload, (await socket.ReceiveCloseAsync()).Code);
        }

        Assert.Contains(name, (string[])["InvalidJson", "InvalidFrame"]);
    }

    [Fact]
    public async Task A_binary_message_with_JSON_closes_the_WebSocket()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using TestSocket socket = await gateway.OpenAsync();

        await socket.SendAsync([0x80], WebSocketMessageType.Binary);

        Assert.Equal(CloseCodes.UnsupportedData, (await socket.ReceiveCloseAsync()).Code);
    }

    [Fact]
    public async Task A_message_above_the_limit_closes_the_WebSocket()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(options => options.MaxRequestSize = 1000);
        await using TestSocket socket = await gateway.OpenAsync();

        await socket.SendAsync(new byte[100_000], WebSocketMessageType.Binary);

        Assert.Equal((CloseCodes.TooLarge, "A message is larger than 1000 bytes."), await socket.ReceiveCloseAsync());
    }

    [Fact]
    public async Task An_id_that_is_in_use_closes_the_WebSocket()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using TestSocket socket = await gateway.OpenAsync();
        await socket.CallAsync(1, "wait");

        await socket.CallAsync(1, "wait");

        Assert.Equal((CloseCodes.PolicyViolation, "The id 1 is in use."), await socket.ReceiveCloseAsync());
    }

    [Fact]
    public async Task Calls_above_the_limit_fail()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(options => options.WebSockets.MaxCalls = 1);
        await using TestSocket socket = await gateway.OpenAsync();
        await socket.CallAsync(1, "wait");

        await socket.CallAsync(2, "add", "[1]");

        Assert.Equal((2, "TooManyCalls", 429, "The WebSocket has 1 calls, its limit."), await socket.ReceiveErrorAsync());
    }

    [Fact]
    public async Task WebSockets_above_the_limit_are_refused()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(options => options.WebSockets.MaxConnections = 1);
        await using TestSocket first = await gateway.OpenAsync();

        WebSocketException refused = await Assert.ThrowsAsync<WebSocketException>(() => gateway.OpenAsync());

        Assert.Contains("503", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_another_origin_gets_no_WebSocket()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        WebSocketException refused = await Assert.ThrowsAsync<WebSocketException>(
            () => gateway.OpenAsync("zerorpc.json", ("Origin", "http://evil.example")));

        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_subprotocol_is_refused()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        WebSocketException refused = await Assert.ThrowsAsync<WebSocketException>(() => gateway.OpenAsync("socket.io"));

        Assert.Contains("400", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_sends_too_fast_is_read_more_slowly()
    {
        var time = new FakeTimeProvider();
        var rate = new MessageRate(2, time);
        await rate.WaitAsync(Stop);
        await rate.WaitAsync(Stop);

        ValueTask third = rate.WaitAsync(Stop);
        Assert.False(third.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        await third.AsTask().OrHang();
    }

    [Fact]
    public async Task A_browser_that_has_stopped_reading_is_disconnected()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(options =>
        {
            options.WebSockets.PingInterval = TimeSpan.FromMilliseconds(50);
            options.WebSockets.PingTimeout = TimeSpan.FromMilliseconds(500);
        });
        await using TestSocket socket = await gateway.OpenAsync();

        await socket.CallAsync(1, "flood", more: ",\"credits\":1000000"); // Nothing is received, and so no ping answered.

        await gateway.Fridge.Cancelled.OrHang();
        await GatewayHost.UntilAsync(() => gateway.Services.GetRequiredService<ZeroRpcGatewayConnections>().Count == 0).OrHang();
    }

    [Fact]
    public async Task The_end_of_a_sign_in_closes_its_WebSockets()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using GatewayHost gateway = await GatewayHost.StartAsync(register: services => services.AddSingleton<TimeProvider>(time));
        await using TestSocket socket = await gateway.OpenAsync(
            "zerorpc.json", ("X-User", "ann"), ("X-Expires", time.GetUtcNow().AddMinutes(5).ToString("O")));
        await socket.SendAsync("{\"type\":\"ping\"}");
        await socket.ReceiveAsync();

        time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal((CloseCodes.SignInEnded, "The sign-in has ended."), await socket.ReceiveCloseAsync());
    }

    [Fact]
    public async Task A_sign_out_closes_the_WebSockets_of_its_user()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        await using TestSocket ann = await gateway.OpenAsync("zerorpc.json", ("X-User", "ann"));
        await using TestSocket bob = await gateway.OpenAsync("zerorpc.json", ("X-User", "bob"));
        await ann.SendAsync("{\"type\":\"ping\"}");
        await ann.ReceiveAsync();

        await gateway.Services.GetRequiredService<ZeroRpcGatewayConnections>().CloseAsync(user => user.FindFirstValue(ClaimTypes.Name) == "ann");

        Assert.Equal(CloseCodes.SignInEnded, (await ann.ReceiveCloseAsync()).Code);
        await bob.SendAsync("{\"type\":\"ping\"}");
        Assert.Equal("{\"type\":\"pong\"}", await bob.ReceiveAsync());
    }

    [Fact]
    public async Task A_call_that_needs_a_sign_in_fails_alone()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(options => options.Services["fridge"].AllowAnyone("add").Allow("nothing", "cooks"));
        await using TestSocket socket = await gateway.OpenAsync();

        await socket.CallAsync(1, "nothing");
        await socket.CallAsync(2, "size");

        Assert.Equal((1, "SignInRequired", 401, "Sign in to call 'nothing' of the service 'fridge'."), await socket.ReceiveErrorAsync());
        Assert.Equal("UnknownMethod", (await socket.ReceiveErrorAsync()).Name);
    }

    [Fact]
    public async Task Many_unknown_names_and_bad_calls_leave_others_alone()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(options => options.WebSockets.MaxMessagesPerSecond = 1_000_000);
        await using TestSocket hostile = await gateway.OpenAsync();
        Task flood = Task.Run(
            async () =>
            {
                for (int i = 0; i < 2_000; i++)
                {
                    await hostile.CallAsync(i, $"unknown{i}");
                    await hostile.SendAsync(Encoding.UTF8.GetString([.. "{\"id\":1,"u8, (byte)('a' + (i % 26))]));
                }
            },
            Stop);
        Task drain = Task.Run(
            async () =>
            {
                for (int i = 0; i < 4_000; i++)
                {
                    await hostile.ReceiveAsync();
                }
            },
            Stop);
        await using TestSocket other = await gateway.OpenAsync();

        await other.CallAsync(1, "add", "[1]");

        Assert.Equal("{\"type\":\"result\",\"id\":1,\"value\":11}", await other.ReceiveAsync());
        await Task.WhenAll(flood, drain).OrHang();
    }
}
