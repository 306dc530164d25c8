namespace ZeroRpc.Tests.Behaviour;

/// <summary>What goes wrong on a server, as its caller sees it.</summary>
public abstract class ErrorBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    [Fact]
    public async Task What_a_handler_throws_arrives_with_name_message_and_traceback()
    {
        ZeroRpcClient client = ConnectTo("boom", void () => throw new InvalidDataException("bad thing ☃"));

        RemoteException error = await FailAsync(client, "boom");

        Assert.Equal(("InvalidDataException", "bad thing ☃"), (error.Name, error.RemoteMessage));
        Assert.Contains(nameof(What_a_handler_throws_arrives_with_name_message_and_traceback), error.Traceback, StringComparison.Ordinal);
        Assert.Equal("boom", error.Method);
    }

    [Fact]
    public async Task What_a_handler_throws_later_arrives_as_well()
    {
        ZeroRpcClient client = ConnectTo("boom", async Task<int> () =>
        {
            await Task.Yield();
            throw new InvalidDataException("later");
        });

        Assert.Equal("later", (await FailAsync(client, "boom")).RemoteMessage);
    }

    [Fact]
    public async Task Tracebacks_can_be_kept_at_home()
    {
        ZeroRpcClient client = Connect(
            server => server.AddMethod("boom", void () => throw new InvalidDataException("bad")),
            new ZeroRpcServerOptions { SendTracebacks = false });

        RemoteException error = await FailAsync(client, "boom");

        Assert.Null(error.Traceback);
        Assert.Equal("bad", error.RemoteMessage);
    }

    [Fact]
    public async Task A_handler_may_choose_the_name_and_the_message()
    {
        ZeroRpcClient client = ConnectTo("boom", void () => throw new RemoteException("OutOfMilk", "buy some", "the shelf"));

        RemoteException error = await FailAsync(client, "boom");

        Assert.Equal(("OutOfMilk", "buy some", "the shelf"), (error.Name, error.RemoteMessage, error.Traceback));
    }

    [Fact]
    public async Task An_error_passes_unchanged_through_a_server_in_the_middle()
    {
        ZeroRpcClient inner = ConnectTo("boom", void () => throw new InvalidDataException("deep down"));
        ZeroRpcClient outer = ConnectTo("ask", () => inner.InvokeAsync("boom"));

        RemoteException here = await FailAsync(inner, "boom");
        RemoteException there = await FailAsync(outer, "ask");

        Assert.Equal((here.Name, here.RemoteMessage), (there.Name, there.RemoteMessage));
        Assert.Contains("deep down", there.Traceback, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(RemoteException), there.Traceback, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_that_cannot_be_encoded_is_an_error_that_says_why()
    {
        ZeroRpcClient client = ConnectTo("odd", object () => (Action)(() => { }));

        RemoteException error = await FailAsync(client, "odd");

        Assert.Equal("ValueConversionException", error.Name);
        Assert.Contains("Action", error.RemoteMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_that_is_too_large_is_an_error_that_says_the_limit()
    {
        ZeroRpcClient client = Connect(
            server => server.AddMethod("bytes", (int n) => new byte[n]), new ZeroRpcServerOptions { MaxMessageSize = 10_000 });

        RemoteException error = await FailAsync(client, "bytes", 20_000);

        Assert.Equal("MessageTooLargeException", error.Name);
        Assert.Contains("10,000", error.RemoteMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_that_is_too_large_still_arrives_by_its_name()
    {
        ZeroRpcClient client = Connect(
            server => server.AddMethod("boom", void () => throw new InvalidDataException(new string('x', 20_000))),
            new ZeroRpcServerOptions { MaxMessageSize = 10_000 });

        Assert.Equal("InvalidDataException", (await FailAsync(client, "boom")).Name);
    }

    [Fact]
    public async Task An_error_that_cannot_tell_its_message_still_arrives_by_its_name()
    {
        ZeroRpcClient client = ConnectTo("boom", void () => throw new SilentException());

        Assert.Equal(nameof(SilentException), (await FailAsync(client, "boom")).Name);
    }

    [Fact]
    public async Task Arguments_that_are_too_large_are_not_sent()
    {
        int calls = 0;
        ZeroRpcClient client = Connect(
            server => server.AddMethod("take", (byte[] bytes) => calls++), client: new ZeroRpcClientOptions { MaxMessageSize = 10_000 });

        var error = await Assert.ThrowsAsync<MessageTooLargeException>(() => client.InvokeAsync("take", new byte[20_000]));
        await client.PingAsync(Aborted);

        Assert.Equal(("take", 0), (error.Method, calls));
    }

    [Fact]
    public async Task An_argument_of_another_type_is_a_TypeError_that_names_the_parameter()
    {
        ZeroRpcClient client = ConnectTo("add", (int left, int right) => left + right);

        RemoteException error = await FailAsync(client, "add", 1, "two");

        Assert.Equal("TypeError", error.Name);
        Assert.Contains("'right'", error.RemoteMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Another_number_of_arguments_is_a_TypeError(int count)
    {
        ZeroRpcClient client = ConnectTo("add", (int left, int right) => left + right);

        RemoteException error = await FailAsync(client, "add", Enumerable.Repeat<object?>(1, count).ToArray());

        Assert.Equal("TypeError", error.Name);
        Assert.Contains("2 arguments", error.RemoteMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancellation_of_the_handler_s_own_is_an_error_like_any_other()
    {
        ZeroRpcClient client = ConnectTo("quit", Task () => Task.FromCanceled(new CancellationToken(canceled: true)));

        Assert.Equal("TaskCanceledException", (await FailAsync(client, "quit")).Name);
    }

    [Fact]
    public async Task Several_failures_at_once_arrive_as_they_were_thrown()
    {
        ZeroRpcClient client = ConnectTo(
            "boom", void () => throw new AggregateException(new InvalidDataException("one"), new IOException("two")));

        RemoteException error = await FailAsync(client, "boom");

        Assert.Equal("AggregateException", error.Name);
        Assert.Contains("two", error.RemoteMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_null_task_is_an_error_and_not_a_silence()
    {
        ZeroRpcClient client = ConnectTo("null", Task<int>? () => null);

        Assert.Contains("null", (await FailAsync(client, "null")).RemoteMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_null_stream_is_an_error_and_not_a_silence()
    {
        ZeroRpcClient client = ConnectTo("null", IAsyncEnumerable<int>? () => null);

        Assert.Contains("null", (await FailAsync(client, "null")).RemoteMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_an_error_the_server_goes_on()
    {
        ZeroRpcClient client = ConnectTo("boom", void () => throw new InvalidDataException("bad"));

        await FailAsync(client, "boom");

        await client.PingAsync(Aborted);
    }

    private static Task<RemoteException> FailAsync(ZeroRpcClient client, string method, params object?[] args) =>
        Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync(method, args)).OrHang();

    private sealed class SilentException : Exception
    {
        public override string Message => throw new InvalidOperationException("no message");
    }
}

public sealed class ErrorsInMemory() : ErrorBehaviour(Carrier.Memory);

public sealed class ErrorsOverNetMq() : ErrorBehaviour(Carrier.NetMq);

public sealed class ErrorsOverTcp() : ErrorBehaviour(Carrier.Tcp);

public sealed class ErrorsOverIpc() : ErrorBehaviour(Carrier.Ipc);
