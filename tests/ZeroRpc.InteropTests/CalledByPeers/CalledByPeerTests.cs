using System.Text.Json;
using ZeroRpc.InteropTests.Harness;
using static ZeroRpc.InteropTests.Harness.PeerCalls;

namespace ZeroRpc.InteropTests.CalledByPeers;

/// <summary>Our server called by a peer's client: what holds for every peer, whatever carries it.</summary>
public abstract class CalledByPeerTests(Peer peer, Carrier carrier)
{
    private static readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(0.5);

    [Fact]
    public async Task A_call_is_answered()
    {
        Assert.Equal(43, Value(await AnswerAsync(Call("add_42", 1))).GetInt32());
    }

    [Fact]
    public async Task A_method_that_returns_nothing_answers_null()
    {
        Assert.Equal(JsonValueKind.Null, Value(await AnswerAsync(Call("nothing"))).ValueKind);
    }

    [Fact]
    public async Task A_tuple_arrives_as_an_array()
    {
        Assert.Equal("""[1,"two"]""", JsonSerializer.Serialize(Value(await AnswerAsync(Call("pair")))));
    }

    [Fact]
    public async Task An_error_arrives_with_name_message_and_traceback()
    {
        JsonElement answer = await AnswerAsync(Call("boom"));

        Assert.Equal("InvalidOperationException", answer.GetProperty("error").GetString());
        Assert.Equal("bad thing ☃", answer.GetProperty("message").GetString());
        Assert.Contains("Cooler.Boom", answer.GetProperty("traceback").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_under_the_name_that_the_handler_chose_arrives_so()
    {
        JsonElement answer = await AnswerAsync(Call("boom_as_python"));

        Assert.Equal("ValueError", answer.GetProperty("error").GetString());
        Assert.Equal("bad thing ☃", answer.GetProperty("message").GetString());
        Assert.Equal("the lines of a remote", answer.GetProperty("traceback").GetString());
    }

    [Fact]
    public async Task An_unknown_method_is_a_NameError()
    {
        JsonElement answer = await AnswerAsync(Call("no_such_method"));

        Assert.Equal("NameError", answer.GetProperty("error").GetString());
        Assert.Equal("no_such_method", answer.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("\"text\"")]
    [InlineData("null")]
    public async Task An_argument_that_does_not_fit_is_a_TypeError(string argument)
    {
        JsonElement answer = await AnswerAsync(Call("add_42", JsonElement.Parse(argument)));

        Assert.Equal("TypeError", answer.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(250)]
    [InlineData(10_000)]
    public async Task A_stream_arrives_whole_and_in_order(int items)
    {
        JsonElement answer = await AnswerAsync(Count("count", items));

        AssertItems(items, answer);
        Assert.False(answer.TryGetProperty("error", out JsonElement error), error.ToString());
    }

    [Fact]
    public async Task An_error_in_mid_stream_arrives_after_the_items_before_it()
    {
        JsonElement answer = await AnswerAsync(Count("count_then_boom", 250));

        AssertItems(250, answer);
        Assert.Equal("mid-stream", answer.GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_hundred_calls_at_once_are_all_answered()
    {
        JsonElement answer = await AnswerAsync(Together(100, "add_42", 1));

        Assert.Equal(Enumerable.Repeat(43, 100), Value(answer).Deserialize<int[]>());
    }

    [Fact]
    public async Task A_handler_that_blocks_its_thread_for_three_intervals_loses_no_client()
    {
        double blocked = 3 * _heartbeat.TotalSeconds;

        Assert.Equal(blocked, Value(await AnswerAsync(Call("block", blocked))).GetDouble());
    }

    [Fact]
    public async Task A_client_that_is_killed_fires_the_handlers_token()
    {
        await using CoolerServer server = Serve(_heartbeat);
        await using PeerProcess client = await peer.CallAsync(Options(server), Call("wait_for_ever"));
        await server.Cooler.Waiting.OrHang();

        client.Kill();

        await server.Cooler.Abandoned.OrHang();
    }

    [Fact]
    public async Task A_client_that_is_killed_in_mid_stream_ends_the_stream_and_the_server_goes_on()
    {
        await using CoolerServer server = Serve(_heartbeat);
        await using PeerProcess client = await peer.CallAsync(Options(server), Count("count_for_ever"));
        await server.Cooler.Waiting.OrHang();

        client.Kill();

        await server.Cooler.Abandoned.OrHang();
        await using PeerProcess next = await peer.CallAsync(Options(server), Call("add_42", 1));
        Assert.Equal(43, Value(await next.ReadAsync()).GetInt32());
    }

    protected Carrier Carrier => carrier;

    /// <summary>A server at an endpoint of its own.</summary>
    private protected CoolerServer Serve(TimeSpan? heartbeat) => CoolerServer.Bound(heartbeat, carrier);

    /// <summary>What the peer says of one call to a server of its own.</summary>
    protected async Task<JsonElement> AnswerAsync(object?[] call)
    {
        await using CoolerServer server = Serve(_heartbeat);
        await using PeerProcess client = await peer.CallAsync(Options(server), call);
        return await client.ReadAsync();
    }

    /// <summary>The value that the peer's call returned; the test fails with what the peer saw instead.</summary>
    protected static JsonElement Value(JsonElement answer)
    {
        Assert.True(answer.TryGetProperty("value", out JsonElement value), answer.ToString());
        return value;
    }

    protected static void AssertItems(int items, JsonElement answer)
    {
        Assert.Equal(items, answer.GetProperty("items").GetInt32());
        Assert.True(answer.GetProperty("in_order").GetBoolean(), answer.ToString());
    }

    private static object Options(CoolerServer server) => new { connect = server.Endpoint, heartbeat = _heartbeat.TotalSeconds };
}
