using ZeroRpc.Tests.Support;
using ZeroRpc.Tests.Transport;

namespace ZeroRpc.Tests.Wire;

/// <summary>What a bad client sends: each is dropped and logged with why, and the next call of the same client is answered.</summary>
public sealed class BadRequestTests : IAsyncDisposable
{
    private readonly LoggedServer _server = new();
    private readonly RawClient _client;

    public BadRequestTests() => _client = new RawClient(_server.Endpoint);

    public static TheoryData<string, string, string> BadBodies => new()
    {
        { "not msgpack", "c1", "that is not an event: the reserved byte 0xc1 is at 0" },
        { "text", "68656c6c6f", "that is not an event: an event must be an array of 3" },
        { "truncated", "93 82 aa6d657373616765", "a value announces 10 bytes where 7 follow" },
        { "cut in a string", "93 80 a5 4563", "a value announces 5 bytes where 2 follow" },
        { "no array", "80", "that is not an event: an event must be an array of 3" },
        { "an array of 2", "92 80 a16d", "that is not an event: an event must be an array of 3" },
        { "an array of 4", "94 80 a16d 90 90", "that is not an event: an event must be an array of 3" },
        { "a header of an array", "93 90 a16d 90", "it has no message_id that an answer could name" },
        { "a header of nil", "93 c0 a16d 90", "it has no message_id that an answer could name" },
        { "no id", "93 81a17603 a16d 90", "it has no message_id that an answer could name" },
        { "an id of nil", "93 82aa6d6573736167655f6964c0a17603 a16d 90", "it has no message_id that an answer could name" },
        { "an id of an array", "93 82aa6d6573736167655f69649101a17603 a16d 90", "it has no message_id that an answer could name" },
        { "an id of a map", "93 82aa6d6573736167655f696480a17603 a16d 90", "it has no message_id that an answer could name" },
        { "header of 4 Gi", "93 dfffffffff aa6d6573736167655f696401", "announces 8589934590 values where 12 bytes follow" },
        { "unknown response_to", "93 82a17603ab726573706f6e73655f746f07 a24f4b 9101", "Dropped the event OK from" },
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public void A_bad_event_is_dropped_with_the_reason(string what, string hex, string reason)
    {
        _client.Send(Bytes.Hex(hex));

        _client.AssertAnswered();
        Assert.True(_server.Log.Messages.Any(message => message.Contains(reason, StringComparison.Ordinal)), what);
        Assert.False(_server.Log.ReceiverFailed);
    }

    [Fact]
    public void Nesting_up_to_the_limit_is_echoed()
    {
        byte[] args = Bytes.Nested(499); // The event is the first level.
        _client.Send(Bytes.Event(Bytes.Header("deep"), Bytes.Of("Echo"), args));

        Assert.Equal("OK", _client.Receive().Name);
    }

    [Fact]
    public void An_empty_frame_is_dropped()
    {
        _client.SendFrames([], []);

        _client.AssertAnswered();
        _server.Log.AssertSays("a message with an empty event came");
    }

    [Fact]
    public void A_message_of_nothing_is_dropped()
    {
        _client.SendFrames([[]]);

        _client.AssertAnswered();
        _server.Log.AssertSays("a message with an empty event came");
    }

    [Fact]
    public async Task A_message_of_a_thousand_frames_ends_its_connection_and_no_other()
    {
        using var other = new RawClient(_server.Endpoint);
        other.AssertAnswered();

        _client.SendFrames([.. Enumerable.Repeat<byte[]>([1], 1000)]);

        await Transports.UntilAsync(() => _server.Log.Messages.Any(
            message => message.EndsWith("it sends a message of more than 17 frames", StringComparison.Ordinal)));
        other.AssertAnswered();
    }

    [Fact]
    public void A_request_without_its_delimiter_is_answered_as_python_answers_it()
    {
        _client.SendFrames(Bytes.Request("id", "Echo", 1));

        Assert.Equal("OK", _client.Receive().Name);
    }

    [Fact]
    public void Extra_frames_before_the_delimiter_come_back_with_the_answer()
    {
        _client.SendFrames([1], [2], [], Bytes.Request("id", "Echo", 1));

        Assert.Equal("OK", _client.Receive().Name);
    }

    [Fact]
    public void A_name_of_bin_is_a_name()
    {
        _client.Send(Bytes.Event(Bytes.Header("id"), Bytes.Of("Echo"u8.ToArray()), Bytes.Of(new object[] { 1 })));

        Assert.Equal("OK", _client.Receive().Name);
    }

    [Theory]
    [InlineData("c0")]
    [InlineData("05")]
    [InlineData("a26869")]
    [InlineData("80")]
    public void Args_that_are_no_array_are_a_type_error_of_the_caller(string args)
    {
        _client.Send(Bytes.Event(Bytes.Header("id"), Bytes.Of("Echo"), Bytes.Hex(args)));

        WireEvent answer = _client.Receive();
        Assert.Equal("ERR", answer.Name);
        Assert.Equal("TypeError", ((object[])answer.Args!)[0]);
        Assert.Equal("id", answer.ResponseTo);
        _client.AssertAnswered();
    }

    [Theory]
    [InlineData("91ff")]
    [InlineData("91cfffffffffffffffff")]
    [InlineData("91d34000000000000000")]
    [InlineData("91a131")]
    [InlineData("c0")]
    [InlineData("91cb7ff0000000000000")]
    public void A_senseless_grant_harms_nobody(string args)
    {
        string id = _client.Request("Never");

        for (int i = 0; i < 10; i++)
        {
            _client.Send(Bytes.InChannel(id, "_zpc_more", Bytes.Hex(args)));
        }

        _client.AssertAnswered();
        Assert.False(_server.Log.ReceiverFailed);
    }

    [Fact]
    public async Task An_unknown_method_whose_name_is_too_long_to_be_repeated_is_answered_by_the_name_of_the_error()
    {
        await using var server = new LoggedServer(options => options.MaxMessageSize = 1000);
        using var client = new RawClient(server.Endpoint);

        string id = client.Request(new string('x', 900));

        WireEvent answer = client.Receive();
        Assert.Equal((id, "ERR"), (answer.ResponseTo, answer.Name));
        Assert.Equal("NameError", ((object?[])answer.Args!)[0]);
        client.AssertAnswered();
        Assert.False(server.Log.ReceiverFailed);
    }

    [Fact]
    public void A_second_request_with_the_id_of_a_live_one_is_dropped()
    {
        _client.Send(Bytes.Request("same", "Never"));
        _client.Send(Bytes.Request("same", "Echo", 1));

        _client.AssertAnswered();
        _server.Log.AssertSays("its message_id is that of a live channel");
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _server.DisposeAsync();
    }
}
