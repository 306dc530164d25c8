using ZeroRpc.Tests.Support;

namespace ZeroRpc.Tests.Wire;

/// <summary>Replies that cannot be used, though their header tells which call they answer: that call ends at once, with the reason.</summary>
public sealed class UnreadableReplyTests : IAsyncDisposable
{
    private readonly RawServer _server = new();
    private readonly FakeLog _log = new();
    private readonly ZeroRpcClient _client;

    public UnreadableReplyTests() => _client = new ZeroRpcClient(_server.Endpoint, new ZeroRpcClientOptions
    {
        LoggerFactory = _log.Factory,
        Timeout = Timeout.InfiniteTimeSpan,
        Heartbeat = null,
    });

    /// <summary>What follows the header, and what is wrong with it.</summary>
    public static TheoryData<string, string> Bodies => new()
    {
        { "a24f4b 91a1ff", "is not UTF-8" },
        { "a24f4b 92c3", "an array or map announces 2 values where 1 bytes follow" },
        { "a24f4b", "inside a value" },
        { "", "inside a value" },
        { "05 9101", "the name is not a string" },
        { "a24f4b 91c1", "the reserved byte 0xc1" },
        { "a3666f6f 9101", "it sent the event 'foo', which is no reply" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_reply_that_cannot_be_read_ends_its_call_with_the_reason(string rest, string reason)
    {
        Task<int> call = _client.InvokeAsync<int>("method");

        _server.Send([0x93, .. HeaderOf(_server.Receive()), .. Bytes.Hex(rest)]);

        await AssertEndedAsync(call, reason);
    }

    [Fact]
    public async Task A_reply_nested_too_deeply_ends_its_call_with_the_limit()
    {
        Task<int> call = _client.InvokeAsync<int>("method");

        _server.Send(Bytes.InChannel(_server.Receive().MessageId, "OK", Bytes.Nested(10_000)));

        await AssertEndedAsync(call, "nested deeper than 502 levels");
    }

    [Theory]
    [InlineData("OK")]
    [InlineData("_zpc_hb")]
    public async Task An_event_whose_version_is_no_number_ends_its_call(string name)
    {
        Task<int> call = _client.InvokeAsync<int>("method");
        var header = new Dictionary<object, object?> { ["response_to"] = _server.Receive().MessageId, ["v"] = "3" };

        _server.Send(Bytes.Event(Bytes.Of(header), Bytes.Of(name), Bytes.Hex("9101")));

        await AssertEndedAsync(call, "its protocol version is no number");
    }

    [Fact]
    public async Task An_item_that_cannot_be_read_ends_its_stream_after_the_items_before()
    {
        await using IAsyncEnumerator<int> items = _client.StreamAsync<int>("method").GetAsyncEnumerator(TestContext.Current.CancellationToken);
        ValueTask<bool> first = items.MoveNextAsync();
        WireEvent request = _server.Receive();
        _server.Send(Bytes.InChannel(request.MessageId, "STREAM", 1));
        Assert.True(await first);

        _server.Send(Bytes.InChannel(request.MessageId, "STREAM", Bytes.Hex("a1ff")));

        await AssertEndedAsync(items.MoveNextAsync().AsTask(), "is not UTF-8");
    }

    [Fact]
    public async Task A_foreign_event_within_a_stream_ends_it()
    {
        await using IAsyncEnumerator<int> items = _client.StreamAsync<int>("method").GetAsyncEnumerator(TestContext.Current.CancellationToken);
        ValueTask<bool> first = items.MoveNextAsync();
        WireEvent request = _server.Receive();
        _server.Send(Bytes.InChannel(request.MessageId, "STREAM", 1));
        Assert.True(await first);

        _server.Send(Bytes.InChannel(request.MessageId, "foreign", 1));

        await AssertEndedAsync(items.MoveNextAsync().AsTask(), "it sent the event 'foreign', which is no reply");
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        _server.Dispose();
        _log.Dispose();
    }

    private static byte[] HeaderOf(WireEvent request) =>
        Bytes.Of(new Dictionary<object, object?> { ["message_id"] = 7, ["v"] = 3, ["response_to"] = request.MessageId });

    private async Task AssertEndedAsync(Task call, string reason)
    {
        ProtocolException error = await Assert.ThrowsAsync<ProtocolException>(
            () => call.WaitAsync(RawClient.HangGuard, TestContext.Current.CancellationToken));
        Assert.Contains(reason, error.Message);
        Assert.Equal(("method", _server.Endpoint), (error.Method, error.Endpoint));
        _log.AssertSays(reason);
        Task<string> next = _client.InvokeAsync<string>("next");
        _server.Answer(_server.Receive(), "answered");
        Assert.Equal("answered", await next);
        Assert.False(_log.ReceiverFailed);
    }
}
