using System.Net.Http.Headers;
using MessagePack;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ZeroRpc.Gateway.Tests.Support;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Gateway.Tests.Http;

/// <summary>Streams by HTTP.</summary>
public sealed class StreamTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("application/x-ndjson")]
    [InlineData("application/json")]
    [InlineData("*/*")]
    public async Task A_stream_is_lines_of_JSON(string accept)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage response = await gateway.PostAsync("/rpc/fridge/count", "[3]", ("Accept", accept));

        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("0\n1\n2\n", await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task An_error_is_the_last_line()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage response = await gateway.PostAsync("/rpc/fridge/count_then_fail", "[1]");

        Assert.Equal(
            "0\n{\"$error\":{\"name\":\"ValueError\",\"status\":500,\"detail\":\"mid-stream\",\"remote\":true}}\n",
            await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task An_error_before_the_first_item_is_a_problem()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage response = await gateway.PostAsync("/rpc/fridge/count_then_fail", "[0]", ("Accept", "text/event-stream"));

        Assert.Equal("ValueError", (await Problem.ReadAsync(response)).Name);
    }

    [Fact]
    public async Task A_stream_is_server_sent_events()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage response = await gateway.GetAsync("/rpc/fridge/count?args=[2]", ("Accept", "text/event-stream"));

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("data: 0\n\ndata: 1\n\nevent: done\ndata: null\n\n", await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task An_error_is_the_last_event()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage response = await gateway.GetAsync("/rpc/fridge/count_then_fail?args=[1]", ("Accept", "text/event-stream"));

        Assert.Equal(
            "data: 0\n\nevent: error\ndata: {\"name\":\"ValueError\",\"status\":500,\"detail\":\"mid-stream\",\"remote\":true}\n\n",
            await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task A_single_value_is_one_event_for_those_who_want_events()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage response = await gateway.PostAsync("/rpc/fridge/add", "[1]", ("Accept", "text/event-stream"));

        Assert.Equal("data: 11\n\nevent: done\ndata: null\n\n", await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task A_stream_is_arrays_of_msgpack()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage response = await gateway.PostAsync("/rpc/fridge/count", "[2]", ("Accept", "application/msgpack"));

        byte[] content = await response.Content.ReadAsByteArrayAsync(Stop);
        Assert.Equal("[\"item\",0][\"item\",1][\"done\"]", ToJson(content));
    }

    [Theory]
    [InlineData("text/event-stream", "data: 1\n\n", ": heartbeat\n\n")]
    [InlineData("application/x-ndjson", "1\n", "\n")]
    public async Task A_silent_stream_has_heartbeats(string accept, string item, string heartbeat)
    {
        var time = new FakeTimeProvider();
        await using GatewayHost gateway = await GatewayHost.StartAsync(
            options => options.StreamHeartbeat = TimeSpan.FromSeconds(2), // Below that of the call, which is lost by this clock soon.
            services => services.AddSingleton<TimeProvider>(time));
        using HttpResponseMessage response = await gateway.GetAsync("/rpc/fridge/silence", ("Accept", accept));
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(Stop));
        char[] read = new char[item.Length];
        await lines.ReadBlockAsync(read, Stop).AsTask().OrHang();
        Assert.Equal(item, new string(read));

        read = new char[heartbeat.Length];
        Task<int> beat = lines.ReadBlockAsync(read, Stop).AsTask();
        while (!beat.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, Stop);
        }

        Assert.Equal(heartbeat, new string(read));
    }

    [Fact]
    public async Task A_client_that_leaves_ends_the_stream()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        HttpResponseMessage response = await gateway.PostAsync("/rpc/fridge/flood", "[]");
        await gateway.Fridge.Waiting.OrHang();

        response.Dispose();

        await gateway.Fridge.Cancelled.OrHang();
    }

    [Fact]
    public async Task A_slow_reader_holds_the_stream()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        using HttpResponseMessage response = await gateway.PostAsync("/rpc/fridge/flood", "[]");
        using Stream items = await response.Content.ReadAsStreamAsync(Stop);

        int held = await UntilHeldAsync(gateway);
        await items.ReadExactlyAsync(new byte[16 * 1024 * 1024], Stop).AsTask().OrHang();
        await GatewayHost.UntilAsync(() => gateway.Fridge.Sent > held).OrHang();

        Assert.InRange(held, 1, 50_000);
    }

    [Fact]
    public async Task A_deadline_ends_a_stream()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage response = await gateway.PostAsync("/rpc/fridge/silence", "[]", ("ZeroRpc-Timeout-Ms", "200"));

        Assert.Equal(
            "1\n{\"$error\":{\"name\":\"Timeout\",\"status\":504,\"detail\":\"'silence' has not replied in time.\",\"remote\":false}}\n",
            await response.Content.ReadAsStringAsync(Stop).OrHang());
    }

    /// <summary>Waits until the service has sent nothing for a while, and gives the number of items.</summary>
    private static async Task<int> UntilHeldAsync(GatewayHost gateway)
    {
        int before = -1;
        while (gateway.Fridge.Sent != before || before == 0)
        {
            before = gateway.Fridge.Sent;
            await Task.Delay(300, Stop);
        }

        return before;
    }

    private static string ToJson(byte[] content)
    {
        string json = "";
        var reader = new MessagePackReader(content);
        while (!reader.End)
        {
            json += MessagePackSerializer.ConvertToJson(reader.ReadRaw(), cancellationToken: Stop);
        }

        return json;
    }
}
