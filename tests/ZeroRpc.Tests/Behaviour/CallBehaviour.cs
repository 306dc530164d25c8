namespace ZeroRpc.Tests.Behaviour;

/// <summary>Calls and their arguments.</summary>
public abstract class CallBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    [Fact]
    public async Task A_call_gives_the_method_s_value()
    {
        ZeroRpcClient client = ConnectTo("add", (int a, int b) => a + b);

        Assert.Equal(5, await client.InvokeAsync<int>("add", 2, 3));
    }

    [Fact]
    public async Task A_call_without_a_type_gives_whatever_comes()
    {
        ZeroRpcClient client = ConnectTo("add", (int a, int b) => a + b);

        Assert.Equal(5L, await client.InvokeAsync<object>("add", 2, 3));
    }

    [Fact]
    public async Task A_call_whose_value_nobody_wants_completes_when_the_method_has()
    {
        int sum = 0;
        ZeroRpcClient client = ConnectTo("add", (int n) => sum += n);

        await client.InvokeAsync("add", 7);

        Assert.Equal(7, sum);
    }

    [Fact]
    public async Task A_method_that_returns_nothing_gives_null()
    {
        ZeroRpcClient client = ConnectTo("nothing", () => { });

        Assert.Null(await client.InvokeAsync<object?>("nothing"));
    }

    [Fact]
    public async Task A_value_of_another_type_than_asked_for_names_the_method()
    {
        ZeroRpcClient client = ConnectTo("text", () => "twelve");

        var error = await Assert.ThrowsAsync<ValueConversionException>(() => client.InvokeAsync<int>("text"));

        Assert.Equal("text", error.Method);
    }

    [Fact]
    public async Task An_array_of_strings_is_one_argument()
    {
        ZeroRpcClient client = ConnectTo("count", (object?[] all) => all.Length);

        Assert.Equal(2, await client.InvokeAsync<int>("count", new[] { "a", "b" }));
    }

    [Fact]
    public async Task A_bare_null_is_one_nil()
    {
        ZeroRpcClient client = ConnectTo("count", (params object?[] all) => all.Length);

        Assert.Equal(1, await client.InvokeAsync<int>("count", null));
    }

    [Fact]
    public async Task An_array_of_objects_is_the_list_of_arguments()
    {
        ZeroRpcClient client = ConnectTo("count", (params object?[] all) => all.Length);

        Assert.Equal(3, await client.InvokeAsync<int>("count", new object?[] { 1, null, "x" }));
    }

    [Fact]
    public async Task A_token_before_other_arguments_is_refused_and_nothing_is_sent()
    {
        int calls = 0;
        ZeroRpcClient client = ConnectTo("touch", (params object?[] all) => calls++);
        using var source = new CancellationTokenSource();

        await Assert.ThrowsAsync<ArgumentException>(() => client.InvokeAsync("touch", source.Token, 1));
        Assert.Throws<ArgumentException>(() => client.StreamAsync<int>("touch", source.Token, 1));
        Assert.Throws<ArgumentException>(() => client.Invoke<int>("touch", source.Token, 1));
        await client.PingAsync(Aborted);

        Assert.Equal(0, calls);
    }

    [Fact]
    public async Task Options_among_the_arguments_are_refused_and_nothing_is_sent()
    {
        int calls = 0;
        ZeroRpcClient client = ConnectTo("touch", (params object?[] all) => calls++);

        var error = await Assert.ThrowsAsync<ArgumentException>(() => client.InvokeAsync("touch", 1, new CallOptions()));
        await client.PingAsync(Aborted);

        Assert.Contains("'touch'", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, calls);
    }

    [Fact]
    public async Task An_argument_that_cannot_be_sent_is_named_and_nothing_is_sent()
    {
        int calls = 0;
        ZeroRpcClient client = ConnectTo("touch", (params object?[] all) => calls++);

        var error = await Assert.ThrowsAsync<ValueConversionException>(() => client.InvokeAsync("touch", 1, (Action)(() => { })));
        await client.PingAsync(Aborted);

        Assert.Contains("argument 2 of 'touch'", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, calls);
    }

    [Fact]
    public async Task A_stream_where_a_value_is_awaited_says_what_to_call()
    {
        ZeroRpcClient client = ConnectTo("count", (int n) => AsyncEnumerable.Range(0, n));

        var error = await Assert.ThrowsAsync<ProtocolException>(() => client.InvokeAsync<int>("count", 3));

        Assert.Contains("StreamAsync", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_stream_where_a_value_is_awaited_says_what_to_call()
    {
        ZeroRpcClient client = ConnectTo("count", (int n) => AsyncEnumerable.Range(0, n));

        var error = await Assert.ThrowsAsync<ProtocolException>(() => client.InvokeAsync("count", 0));

        Assert.Contains("StreamAsync", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_where_a_stream_is_awaited_says_what_to_call()
    {
        ZeroRpcClient client = ConnectTo("one", () => 1);

        var error = await Assert.ThrowsAsync<ProtocolException>(
            async () => await client.StreamAsync<int>("one").ToListAsync(Aborted));

        Assert.Contains("InvokeAsync", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("connect")]
    [InlineData("bind")]
    [InlineData("stop")]
    [InlineData("close")]
    [InlineData("Start")]
    [InlineData("OK")]
    [InlineData("naïve ☃")]
    public async Task A_method_may_have_any_name(string name)
    {
        ZeroRpcClient client = ConnectTo(name, () => "ran");

        Assert.Equal("ran", await client.InvokeAsync<string>(name));
    }

    [Fact]
    public async Task Headers_of_a_call_reach_the_handler()
    {
        ZeroRpcClient client = ConnectTo("header", (CallContext context) => context.Headers["trace"]);
        var options = new CallOptions { Headers = new Dictionary<string, object?> { ["trace"] = "abc" } };

        Assert.Equal("abc", await client.InvokeAsync<string>("header", options));
    }

    [Fact]
    public async Task A_context_that_a_handler_keeps_still_tells_of_its_call_when_others_have_followed()
    {
        List<CallContext> kept = [];
        ZeroRpcClient client = ConnectTo("keep", (CallContext context) => kept.Add(context));
        for (int i = 0; i < 3; i++)
        {
            await client.InvokeAsync("keep", new CallOptions { Headers = new Dictionary<string, object?> { ["number"] = i } });
        }

        Assert.Equal([0L, 1L, 2L], kept.Select(context => context.Headers["number"]));
    }

    [Fact]
    public async Task A_call_without_headers_shows_the_handler_none()
    {
        ZeroRpcClient client = ConnectTo("headers", (CallContext context) => context.Headers.Count);

        Assert.Equal(0, await client.InvokeAsync<int>("headers"));
    }

    [Theory]
    [InlineData("message_id")]
    [InlineData("v")]
    [InlineData("response_to")]
    public async Task A_header_entry_of_the_protocol_s_own_is_refused(string key)
    {
        ZeroRpcClient client = ConnectTo("touch", () => { });
        var options = new CallOptions { Headers = new Dictionary<string, object?> { [key] = 1 } };

        await Assert.ThrowsAsync<ArgumentException>(() => client.InvokeAsync("touch", options));
    }

    [Fact]
    public async Task Hundreds_of_calls_and_streams_share_one_client()
    {
        ZeroRpcClient client = Connect(server => server
            .AddMethod("echo", (int n) => n)
            .AddMethod("count", (int n) => AsyncEnumerable.Range(0, n)));

        Task<int>[] calls = [.. Enumerable.Range(0, 500).Select(i => client.InvokeAsync<int>("echo", i))];
        Task<int>[] streams =
        [
            .. Enumerable.Range(0, 200).Select(i => client.StreamAsync<int>("count", i).CountAsync(Aborted).AsTask()),
        ];

        Assert.Equal(Enumerable.Range(0, 500), await Task.WhenAll(calls).OrHang());
        Assert.Equal(Enumerable.Range(0, 200), await Task.WhenAll(streams).OrHang());
    }

    [Fact]
    public async Task A_ping_gives_the_server_s_name()
    {
        ZeroRpcClient client = Connect(_ => { }, new ZeroRpcServerOptions { Name = "Fridge" });

        Assert.Equal("Fridge", await client.PingAsync(Aborted));
    }

    [Fact]
    public async Task An_inspection_tells_the_methods_and_their_parameters()
    {
        ZeroRpcClient client = Connect(server => server.AddMethod("greet", (string name, int times = 2) => name, "Says hello."));

        MethodDescription method = Assert.Single((await client.InspectAsync(Aborted)).Methods);

        Assert.Equal("greet", method.Name);
        Assert.Equal("Says hello.", method.Doc);
        Assert.Equal(["name", "times"], method.Parameters!.Select(parameter => parameter.Name));
        Assert.Equal(2L, method.Parameters![1].Default);
    }
}

public sealed class CallsInMemory() : CallBehaviour(Carrier.Memory);

public sealed class CallsOverNetMq() : CallBehaviour(Carrier.NetMq);

public sealed class CallsOverTcp() : CallBehaviour(Carrier.Tcp);

public sealed class CallsOverIpc() : CallBehaviour(Carrier.Ipc);
