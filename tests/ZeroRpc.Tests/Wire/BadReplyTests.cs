using ZeroRpc.Tests.Support;

namespace ZeroRpc.Tests.Wire;

/// <summary>What a bad server sends: it is dropped and logged with why, or fails the one call it belongs to; others go on.</summary>
public sealed class BadReplyTests : IAsyncDisposable
{
    private readonly RawServer _server = new();
    private readonly FakeLog _log = new();
    private readonly ZeroRpcClient _client;

    public BadReplyTests() => _client = new ZeroRpcClient(_server.Endpoint, new ZeroRpcClientOptions { LoggerFactory = _log.Factory });

    /// <summary>Bodies that belong to no call, or to nothing.</summary>
    public static TheoryData<string, string> BadBodies => new()
    {
        { "c1", "that is not an event: the reserved byte 0xc1 is at 0" },
        { "68656c6c6f", "that is not an event: an event must be an array of 3" },
        { "93 82 aa6d657373616765", "a value announces 10 bytes where 7 follow" },
        { "92 80 a16d", "that is not an event: an event must be an array of 3" },
        { "93 c0 a24f4b 9101", "a client takes no requests" },
        { "93 90 a24f4b 9101", "a client takes no requests" },
        { "93 81ab726573706f6e73655f746fc0 a24f4b 9101", "a client takes no requests" },
        { "93 81ab726573706f6e73655f746f9101 a24f4b 9101", "a client takes no requests" },
        { "93 81ab726573706f6e73655f746f80 a24f4b 9101", "a client takes no requests" },
        { "93 82aa6d6573736167655f696401a17603 a16d 90", "a client takes no requests" },
        { "93 81ab726573706f6e73655f746f07 a24f4b 9101", "its channel 07 does not exist or has ended" },
        { "93 81ab726573706f6e73655f746f07 05 9101", "that is not an event: the name is not a string" },
        { "93 80 a24f4b dbffffffff", "a value announces 4294967295 bytes where 0 follow" },
        { "93 80 a24f4b ddffffffff", "announces 4294967295 values where 0 bytes follow" },
        { "93 80 a24f4b 91a1ff", "is not UTF-8" },
    };

    /// <summary>Events that belong to a call and are dropped: name, args, reason.</summary>
    public static TheoryData<string, string, string> BadInChannel => new()
    {
        { "_zpc_more", "91ff", "it grants no whole number of events from 0 up" },
        { "_zpc_more", "91a131", "it grants no whole number of events from 0 up" },
        { "_zpc_more", "c0", "it grants no whole number of events from 0 up" },
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task A_bad_event_is_dropped_with_the_reason(string hex, string reason)
    {
        Task<int> call = _client.InvokeAsync<int>("method");
        WireEvent request = _server.Receive();

        _server.Send(Bytes.Hex(hex));
        _server.Answer(request, 42);

        Assert.Equal(42, await call);
        _log.AssertSays(reason);
        Assert.False(_log.ReceiverFailed);
    }

    [Theory]
    [MemberData(nameof(BadInChannel))]
    public async Task A_bad_event_of_a_call_is_dropped_and_the_call_goes_on(string name, string args, string reason)
    {
        Task<int> call = _client.InvokeAsync<int>("method");
        WireEvent request = _server.Receive();

        _server.Send(Bytes.InChannel(request.MessageId, name, Bytes.Hex(args)));
        _server.Answer(request, 42);

        Assert.Equal(42, await call);
        Assert.Contains(_log.Messages, message => message.StartsWith($"Dropped the event {name} from ", StringComparison.Ordinal)
            && message.EndsWith($": {reason}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Empty_events_are_dropped()
    {
        Task<int> call = _client.InvokeAsync<int>("method");
        WireEvent request = _server.Receive();

        _server.SendFrames([], []);
        _server.SendFrames([[]]);
        _server.Answer(request, 42);

        Assert.Equal(42, await call);
        Assert.Equal(2, _log.Messages.Count(message => message.Contains("a message with an empty event came", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_message_of_a_thousand_frames_ends_the_connection_and_its_calls()
    {
        Task<int> call = _client.InvokeAsync<int>("method");
        _server.Receive();

        _server.SendFrames([.. Enumerable.Repeat<byte[]>([1], 1000)]);

        await Assert.ThrowsAsync<LostRemoteException>(() => call);
        _log.AssertSays("it sends a message of more than 17 frames");
        await AssertOtherCallsGoOnAsync();
    }

    [Fact]
    public async Task A_second_OK_is_dropped()
    {
        Task<int> call = _client.InvokeAsync<int>("method");
        WireEvent request = _server.Receive();

        _server.Answer(request, 42);
        _server.Answer(request, 43);

        Assert.Equal(42, await call);
        await AssertOtherCallsGoOnAsync();
        _log.AssertSays(": its channel c4");
    }

    [Fact]
    public async Task A_STREAM_after_OK_is_dropped()
    {
        Task<int> call = _client.InvokeAsync<int>("method");
        WireEvent request = _server.Receive();

        _server.Answer(request, 42);
        _server.Send(Bytes.InChannel(request.MessageId, "STREAM", 1));

        Assert.Equal(42, await call);
        await AssertOtherCallsGoOnAsync();
        _log.AssertSays("Dropped the event STREAM from ");
    }

    [Fact]
    public async Task An_OK_within_a_stream_fails_it_after_the_items_before()
    {
        await using IAsyncEnumerator<int> items = StartStream();
        ValueTask<bool> first = items.MoveNextAsync();
        WireEvent request = _server.Receive();

        _server.Send(Bytes.InChannel(request.MessageId, "STREAM", 1));
        Assert.True(await first);
        _server.Answer(request, 2);

        ProtocolException error = await Assert.ThrowsAsync<ProtocolException>(() => items.MoveNextAsync().AsTask());
        Assert.Contains("OK came within a stream", error.Message);
        await AssertOtherCallsGoOnAsync();
    }

    [Fact]
    public async Task A_thousand_items_without_credit_fail_that_stream_after_a_window_of_them()
    {
        Task<int> other = _client.InvokeAsync<int>("other");
        WireEvent otherRequest = _server.Receive();
        await using IAsyncEnumerator<int> items = StartStream();
        ValueTask<bool> first = items.MoveNextAsync();
        WireEvent request = _server.Receive();

        for (int i = 0; i < 1000; i++)
        {
            _server.Send(Bytes.InChannel(request.MessageId, "STREAM", i));
        }

        _server.Answer(otherRequest, 42);
        Assert.Equal(42, await other);
        Assert.True(await first);
        int count = 1;
        ProtocolException error = await Assert.ThrowsAsync<ProtocolException>(async () =>
        {
            while (await items.MoveNextAsync())
            {
                Assert.Equal(count++, items.Current);
            }
        });
        Assert.InRange(count, 100, 1000); // A reader that keeps up makes room for as many.
        Assert.Contains("sent more than the window of 100 allows", error.Message);
        Assert.Equal("method", error.Method);
        _log.AssertSays("it sent more than the window of 100 allows");
        await AssertOtherCallsGoOnAsync();
    }

    [Theory]
    [InlineData("c0")]
    [InlineData("90")]
    [InlineData("05")]
    [InlineData("80")]
    public async Task An_OK_without_its_value_fails_the_call(string args)
    {
        Task<int> call = _client.InvokeAsync<int>("method");
        WireEvent request = _server.Receive();

        _server.Send(Bytes.InChannel(request.MessageId, "OK", Bytes.Hex(args)));

        ProtocolException error = await Assert.ThrowsAsync<ProtocolException>(() => call);
        Assert.Contains("the args of OK must be an array of one value", error.Message);
        await AssertOtherCallsGoOnAsync();
    }

    [Fact]
    public async Task An_OK_of_nil_is_an_empty_stream_to_who_wants_one()
    {
        await using IAsyncEnumerator<int> items = StartStream();
        ValueTask<bool> first = items.MoveNextAsync();

        _server.Answer(_server.Receive(), null); // Node has no other empty stream.

        Assert.False(await first);
        await AssertOtherCallsGoOnAsync();
    }

    [Fact]
    public async Task An_OK_of_a_value_is_no_stream()
    {
        await using IAsyncEnumerator<int> items = StartStream();
        ValueTask<bool> first = items.MoveNextAsync();

        _server.Answer(_server.Receive(), 1);

        Assert.Contains("returns a single value", (await Assert.ThrowsAsync<ProtocolException>(() => first.AsTask())).Message);
    }

    [Theory]
    [InlineData("c0", "RemoteError", null)]
    [InlineData("90", "RemoteError", null)]
    [InlineData("05", "RemoteError", "5")]
    [InlineData("91a3626164", "RemoteError", "bad")]
    [InlineData("92a14ea3626164", "N", "bad")]
    [InlineData("93a14ec0c0", "N", null)]
    [InlineData("93c0a3626164c0", "RemoteError", "bad")]
    [InlineData("93c4014ec403626164c0", "N", "bad")]
    [InlineData("9405a3626164c0c0", "5", "bad")]
    [InlineData("9391a14e81a16101c0", "[\"N\"]", "{\"a\":1}")]
    public async Task An_ERR_of_any_shape_is_an_error_of_the_remote(string args, string name, string? message)
    {
        Task<int> call = _client.InvokeAsync<int>("method");
        WireEvent request = _server.Receive();

        _server.Send(Bytes.InChannel(request.MessageId, "ERR", Bytes.Hex(args)));

        RemoteException error = await Assert.ThrowsAsync<RemoteException>(() => call);
        Assert.Equal((name, message), (error.Name, error.RemoteMessage));
    }

    [Theory]
    [InlineData("c70164c1")] // ext 100, in which MessagePack looks for a .NET type's name.
    [InlineData("c70063")]
    [InlineData("d4ff00")] // A timestamp of a byte.
    [InlineData("81919001")] // A map whose key is an array.
    public async Task An_ERR_of_things_that_no_text_can_show_still_ends_a_stream(string value)
    {
        await using IAsyncEnumerator<int> items = StartStream();
        ValueTask<bool> first = items.MoveNextAsync();
        WireEvent request = _server.Receive();
        _server.Send(Bytes.InChannel(request.MessageId, "STREAM", 1));
        Assert.True(await first);

        _server.Send(Bytes.InChannel(request.MessageId, "ERR", Bytes.Hex("93" + value + "a3626164" + value)));

        RemoteException error = await Assert.ThrowsAsync<RemoteException>(
            () => items.MoveNextAsync().AsTask().WaitAsync(RawClient.HangGuard, TestContext.Current.CancellationToken));
        Assert.Equal("bad", error.RemoteMessage);
        Assert.False(_log.ReceiverFailed);
    }

    [Fact]
    public async Task A_value_of_another_type_fails_that_call_alone()
    {
        Task<int> call = _client.InvokeAsync<int>("method");
        WireEvent request = _server.Receive();

        _server.Answer(request, "forty-two");

        await Assert.ThrowsAsync<ValueConversionException>(() => call);
        await AssertOtherCallsGoOnAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        _server.Dispose();
        _log.Dispose();
    }

    private IAsyncEnumerator<int> StartStream() =>
        _client.StreamAsync<int>("method").GetAsyncEnumerator(TestContext.Current.CancellationToken);

    private async Task AssertOtherCallsGoOnAsync()
    {
        Task<string> next = _client.InvokeAsync<string>("next");
        _server.Answer(_server.Receive(), "answered");
        Assert.Equal("answered", await next);
        Assert.False(_log.ReceiverFailed);
    }
}
