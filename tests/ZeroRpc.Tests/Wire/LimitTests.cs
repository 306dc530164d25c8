using ZeroRpc.Tests.Support;

namespace ZeroRpc.Tests.Wire;

/// <summary>The limits that a user meets only in trouble, met.</summary>
public class LimitTests
{
    [Fact]
    public async Task A_request_beyond_the_limit_is_named_and_not_sent()
    {
        using var server = new RawServer();
        await using var client = new ZeroRpcClient(server.Endpoint, new ZeroRpcClientOptions { MaxMessageSize = 1000 });

        MessageTooLargeException error = await Assert.ThrowsAsync<MessageTooLargeException>(
            () => client.InvokeAsync("Store", new byte[1000]));

        Assert.Matches("^'Store' was not sent: The event is 1,1.. bytes long, the limit is 1,000: .*MaxMessageSize", error.Message);
        Assert.Equal(("Store", server.Endpoint), (error.Method, error.Endpoint));
        Task next = client.InvokeAsync("next");
        WireEvent first = server.Receive();
        Assert.Equal("next", first.Name);
        server.Answer(first, null);
        await next;
    }

    [Fact]
    public async Task A_result_beyond_the_limit_is_answered_as_an_error_and_not_sent()
    {
        await using var server = new LoggedServer(
            options => options.MaxMessageSize = 4000, server => server.AddMethod("Load", () => new byte[4000]));
        using var client = new RawClient(server.Endpoint);

        string id = client.Request("Load");

        WireEvent answer = client.Receive();
        Assert.Equal((id, "ERR"), (answer.ResponseTo, answer.Name));
        Assert.Equal(nameof(MessageTooLargeException), ((object[])answer.Args!)[0]);
        client.AssertAnswered();
    }

    [Fact]
    public async Task An_item_beyond_the_limit_ends_its_stream_with_an_error_after_the_items_before()
    {
        await using var server = new LoggedServer(
            options => options.MaxMessageSize = 4000,
            server => server.AddMethod("Load", () => new[] { 1, 4000 }.ToAsyncEnumerable().Select(size => new byte[size])));
        using var client = new RawClient(server.Endpoint);

        string id = client.Request("Load");
        Assert.Equal("STREAM", client.Receive().Name);
        client.Send(Bytes.InChannel(id, "_zpc_more", new object[] { 100 }));

        WireEvent end = client.Receive();
        Assert.Equal("ERR", end.Name);
        Assert.Equal(nameof(MessageTooLargeException), ((object[])end.Args!)[0]);
    }

    [Theory]
    [InlineData(5000)]
    [InlineData(15_000)]
    public async Task A_request_that_arrives_beyond_the_limit_is_answered_with_the_reason(int size)
    {
        await using var server = new LoggedServer(options => options.MaxMessageSize = 4000);
        using var client = new RawClient(server.Endpoint);

        string id = client.Request("Echo", new byte[size]);

        WireEvent answer = client.Receive();
        Assert.Equal((id, "ERR"), (answer.ResponseTo, answer.Name));
        var error = (object?[])answer.Args!;
        Assert.Equal(nameof(MessageTooLargeException), error[0]);
        Assert.Matches("^'Echo' was not started: its event of [0-9,]+ bytes is larger than the limit of 4,000$", (string)error[1]!);
        client.AssertAnswered();
        server.Log.AssertSays("the limit is 4000 bytes");
    }

    [Theory]
    [InlineData(5_000_000)]
    [InlineData(15_000_000)]
    public async Task A_large_request_that_arrives_beyond_the_limit_fails_alone(int size)
    {
        await using var server = new LoggedServer(options => options.MaxMessageSize = 4_000_000);
        using var client = new RawClient(server.Endpoint);
        string live = client.Request("Never");

        string id = client.Request("Echo", new byte[size]);

        WireEvent answer = client.Receive();
        Assert.Equal((id, "ERR"), (answer.ResponseTo, answer.Name));
        Assert.NotEqual(live, id);
        client.AssertAnswered();
    }

    [Fact]
    public async Task A_request_of_more_than_four_times_the_limit_costs_its_sender_the_connection_and_nobody_else_a_thing()
    {
        await using var server = new LoggedServer(options => options.MaxMessageSize = 4000);
        using var other = new RawClient(server.Endpoint);
        other.AssertAnswered();
        using var client = new RawClient(server.Endpoint);

        client.Request("Echo", new byte[16_001]);

        other.AssertAnswered();
        using var fresh = new RawClient(server.Endpoint);
        fresh.AssertAnswered();
    }

    [Fact]
    public async Task A_reply_that_arrives_beyond_the_limit_fails_its_call_with_the_limit_and_no_other()
    {
        using var server = new RawServer();
        await using var client = new ZeroRpcClient(server.Endpoint, new ZeroRpcClientOptions { MaxMessageSize = 4000 });
        Task<int> other = client.InvokeAsync<int>("other");
        WireEvent otherRequest = server.Receive();
        Task<byte[]> call = client.InvokeAsync<byte[]>("Load");

        server.Answer(server.Receive(), new byte[5000]);

        MessageTooLargeException error = await Assert.ThrowsAsync<MessageTooLargeException>(() => call);
        Assert.Matches("its event of 5,[0-9]+ bytes is larger than the limit of 4,000", error.Message);
        Assert.Equal("Load", error.Method);
        server.Answer(otherRequest, 42);
        Assert.Equal(42, await other);
    }

    [Fact]
    public async Task A_reply_of_more_than_four_times_the_limit_costs_the_connection_and_the_client_makes_a_new_one()
    {
        using var server = new RawServer();
        await using var client = new ZeroRpcClient(server.Endpoint, new ZeroRpcClientOptions { MaxMessageSize = 4000 });
        Task<byte[]> call = client.InvokeAsync<byte[]>("Load");
        WireEvent request = server.Receive();

        server.Answer(request, new byte[16_001]);

        await Assert.ThrowsAsync<LostRemoteException>(() => call);
        Task<int> next = client.InvokeAsync<int>("next");
        server.Answer(server.Receive(), 42);
        Assert.Equal(42, await next);
    }

    [Fact]
    public async Task Calls_beyond_a_peer_s_limit_are_answered_with_Overloaded()
    {
        await using var server = new LoggedServer(options => options.MaxChannelsPerPeer = 3);
        using var client = new RawClient(server.Endpoint);
        for (int i = 0; i < 3; i++)
        {
            client.Request("Never");
        }

        string refused = client.Request("Echo", 1);

        AssertOverloaded(client.Receive(), refused, "'Echo' was not started: this client has too many live calls");
        server.Log.AssertSays("the peer already has 3 live channels");
        using var other = new RawClient(server.Endpoint);
        other.AssertAnswered();
    }

    [Fact]
    public async Task Calls_beyond_the_queue_are_answered_with_Overloaded()
    {
        await using var server = new LoggedServer(options => (options.MaxConcurrentCalls, options.MaxQueuedCalls) = (1, 2));
        using var client = new RawClient(server.Endpoint);
        for (int i = 0; i < 3; i++)
        {
            client.Request("Never");
        }

        string refused = client.Request("Echo", 1);

        AssertOverloaded(client.Receive(), refused, "'Echo' was not started: too many calls are waiting");
        server.Log.AssertSays("too many calls are waiting");
    }

    [Fact]
    public async Task A_v1_peer_is_told_of_an_overload_in_one_string()
    {
        await using var server = new LoggedServer(options => options.MaxChannelsPerPeer = 1);
        using var client = new RawClient(server.Endpoint);
        client.Request("Never");

        byte[] header = Bytes.Of(new Dictionary<object, object?> { ["message_id"] = "old" });
        client.Send(Bytes.Event(header, Bytes.Of("Echo"), Bytes.Of(Array.Empty<object>())));

        WireEvent answer = client.Receive();
        Assert.Equal("ERR", answer.Name);
        Assert.Equal("Overloaded(''Echo' was not started: this client has too many live calls')", Assert.Single((object[])answer.Args!));
    }

    [Fact]
    public void A_path_too_long_for_ipc_is_refused_by_client_and_server_with_the_reason()
    {
        string endpoint = Needs.Endpoint($"ipc:///{new string('a', 112)}");
        using var client = new ZeroRpcClient();
        var server = new ZeroRpcServer();
        Action[] attempts =
            [() => client.Connect(endpoint), () => client.Bind(endpoint), () => server.Bind(endpoint), () => server.Connect(endpoint)];

        Assert.All(attempts, attempt =>
        {
            ZeroRpcEndpointException error = Assert.Throws<ZeroRpcEndpointException>(attempt);
            Assert.Contains("the path is longer than a Unix domain socket's may be", error.Message);
            Assert.Equal(endpoint, error.Endpoint);
        });
    }

    private static void AssertOverloaded(WireEvent answer, string id, string message)
    {
        Assert.Equal((id, "ERR"), (answer.ResponseTo, answer.Name));
        var error = (object?[])answer.Args!;
        Assert.Equal(3, error.Length);
        Assert.Equal(("Overloaded", message), (error[0], error[1]));
    }
}
