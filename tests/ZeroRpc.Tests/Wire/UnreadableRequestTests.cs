using ZeroRpc.Tests.Support;

namespace ZeroRpc.Tests.Wire;

/// <summary>
/// Events of a client that cannot be used, though their header tells which call they belong to: the client is told the reason at once, and
/// a handler that runs for the call is cancelled.
/// </summary>
public sealed class UnreadableRequestTests : IAsyncDisposable
{
    private readonly LoggedServer _server = new();
    private readonly RawClient _client;

    public UnreadableRequestTests() => _client = new RawClient(_server.Endpoint);

    /// <summary>The body of an event with the id 1, and how it is answered.</summary>
    public static TheoryData<string, string> Requests => new()
    {
        { "93 82aa6d6573736167655f696401a17603 a16d 91a1ff", "'m' was not started: its event cannot be read: the string at " },
        { "93 82aa6d6573736167655f696401a17603 a16d dbffffffff", "'m' was not started: its event cannot be read: a value announces 4294967295 bytes" },
        { "93 82aa6d6573736167655f696401a17603 a16d", "'m' was not started: its event cannot be read: the data end after 19 bytes" },
        { "93 82aa6d6573736167655f696401a17603 a2c328 90", "the call was not started: its event cannot be read: the string at 18 is not UTF-8" },
        { "93 82aa6d6573736167655f696401a17603 05 90", "the call was not started: its event cannot be read: the name is not a string" },
        { "93 82aa6d6573736167655f696401a176a133 a16d 90", "'m' was not started: its protocol version is no number" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_that_cannot_be_read_is_answered_with_the_reason(string hex, string message)
    {
        _client.Send(Bytes.Hex(hex));

        AssertProtocolError(_client.Receive(), (byte)1, message);
        _client.AssertAnswered();
        Assert.False(_server.Log.ReceiverFailed);
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(1_000_000)]
    public void A_request_nested_too_deeply_is_answered_with_the_limit(int levels)
    {
        _client.Send(Bytes.Event(Bytes.Header("deep"), Bytes.Of("Echo"), Bytes.Nested(levels)));

        AssertProtocolError(_client.Receive(), "deep", "'Echo' was not started: its event cannot be read: arrays and maps are nested deeper than 502 levels");
        _client.AssertAnswered();
        _server.Log.AssertSays("nested deeper than 502 levels");
    }

    [Fact]
    public async Task A_request_that_cannot_be_read_and_waits_for_the_server_s_start_is_answered_after_it()
    {
        await using var server = new ZeroRpcServer();
        string endpoint = server.Bind("tcp://127.0.0.1:0");
        using var client = new RawClient(endpoint);
        client.Send(Bytes.Hex("93 82aa6d6573736167655f696401a17603 a16d 91a1ff"));

        server.Start();

        AssertProtocolError(client.Receive(), (byte)1, "'m' was not started");
    }

    [Fact]
    public void An_unreadable_event_of_a_live_call_cancels_its_handler_and_tells_the_caller()
    {
        string id = _client.Request("Never");

        _client.Send(Bytes.InChannel(id, "_zpc_more", Bytes.Hex("91a1ff")));

        AssertProtocolError(_client.Receive(), id, "'Never' was ended: its event cannot be read: the string at ");
        _client.AssertAnswered();
        _server.Log.AssertSays("of Never: Violated");
    }

    [Fact]
    public void Events_beyond_the_window_of_a_live_call_end_it_and_tell_the_caller()
    {
        string id = _client.Request("Never");

        for (int i = 0; i < 1000; i++)
        {
            _client.Send(Bytes.InChannel(id, "STREAM", i));
        }

        AssertProtocolError(_client.Receive(), id, "'Never' was ended: it sent more than the window of 100 allows");
        _client.AssertAnswered();
        _server.Log.AssertSays("it sent more than the window of 100 allows; the channel ends");
        _server.Log.AssertSays("of Never: Violated");
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _server.DisposeAsync();
    }

    private static void AssertProtocolError(WireEvent answer, object id, string message)
    {
        Assert.Equal((id, "ERR"), (answer.ResponseTo, answer.Name));
        var error = (object?[])answer.Args!;
        Assert.Equal(3, error.Length);
        Assert.Equal(nameof(ProtocolException), error[0]);
        Assert.StartsWith(message, (string)error[1]!);
    }
}
