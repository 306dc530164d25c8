namespace ZeroRpc.Tests.Behaviour;

/// <summary>When a client's hooks run, what they see and what they may change (docs/middleware.md).</summary>
public abstract class ClientHookBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    private readonly Signal _release = new();

    [Fact]
    public async Task A_call_runs_before_and_after()
    {
        var hooks = new RecordingMiddleware();

        Assert.Equal(3, await ConnectWith(hooks).InvokeAsync<int>("add", 1, 2));

        Assert.Equal(["get", "request add", "reply add OK fine"], hooks.Log);
    }

    [Fact]
    public void A_blocking_call_runs_before_and_after()
    {
        var hooks = new RecordingMiddleware();

        Assert.Equal(3, ConnectWith(hooks).Invoke<int>("add", 1, 2));

        Assert.Equal(["get", "request add", "reply add OK fine"], hooks.Log);
    }

    [Fact]
    public async Task A_stream_runs_after_once_it_is_read_to_its_end()
    {
        var hooks = new RecordingMiddleware();
        await using IAsyncEnumerator<int> stream = ConnectWith(hooks).StreamAsync<int>("count", 2).GetAsyncEnumerator(Aborted);

        await stream.MoveNextAsync();
        await stream.MoveNextAsync();
        Assert.Equal(["get", "request count"], hooks.Log);
        Assert.False(await stream.MoveNextAsync());

        Assert.Equal(["get", "request count", "reply count STREAM_DONE fine"], hooks.Log);
    }

    [Fact]
    public void A_blocking_stream_runs_after_once_it_is_read_to_its_end()
    {
        var hooks = new RecordingMiddleware();

        Assert.Equal([0, 1], ConnectWith(hooks).Stream<int>("count", 2));

        Assert.Equal(["get", "request count", "reply count STREAM_DONE fine"], hooks.Log);
    }

    [Fact]
    public async Task An_empty_stream_runs_after()
    {
        var hooks = new RecordingMiddleware();

        Assert.Empty(await ConnectWith(hooks).StreamAsync<int>("count", 0).ToArrayAsync(Aborted));

        Assert.Equal(["get", "request count", "reply count STREAM_DONE fine"], hooks.Log);
    }

    [Fact]
    public async Task A_stream_left_early_does_not_run_after()
    {
        var hooks = new RecordingMiddleware();

        await ConnectWith(hooks).StreamAsync<int>("count", 9).FirstAsync(Aborted);

        Assert.Equal(["get", "request count"], hooks.Log);
    }

    [Fact]
    public async Task An_error_is_handled_then_run_after()
    {
        var hooks = new RecordingMiddleware();

        await Assert.ThrowsAsync<RemoteException>(() => ConnectWith(hooks).InvokeAsync("fail").OrHang());

        Assert.Equal(["get", "request fail", "error ERR InvalidOperationException", "reply fail ERR RemoteException"], hooks.Log);
    }

    [Fact]
    public async Task A_stream_s_error_is_handled_then_run_after()
    {
        var hooks = new RecordingMiddleware();

        await Assert.ThrowsAsync<RemoteException>(async () => await ConnectWith(hooks).StreamAsync<int>("break").ToArrayAsync(Aborted));

        Assert.Equal(["get", "request break", "error ERR InvalidOperationException", "reply break ERR RemoteException"], hooks.Log);
    }

    [Theory]
    [InlineData("fail")]
    [InlineData("break")]
    public async Task Another_exception_may_take_an_error_s_place_and_the_last_one_counts(string method)
    {
        Exception? seen = null;
        ZeroRpcClient client = ConnectWith(
            new RecordingMiddleware { OnRemoteError = _ => new FormatException("first") },
            new RecordingMiddleware { OnRemoteError = error => new TimeZoneNotFoundException(error.Message) },
            new RecordingMiddleware { OnClientAfter = (_, error) => seen = error });

        var thrown = await Assert.ThrowsAsync<TimeZoneNotFoundException>(async () =>
        {
            await using ZeroRpcReply reply = await client.CallAsync(method, default);
            await reply.ReadItemsAsync<int>().ToArrayAsync(Aborted);
        });

        Assert.Equal("too hot", thrown.Message);
        Assert.Same(thrown, seen);
    }

    [Fact]
    public async Task A_timeout_runs_after_without_a_reply()
    {
        var hooks = new RecordingMiddleware();
        ZeroRpcClient client = ConnectWith(FakeClientTime(null), hooks);

        Task call = client.InvokeAsync("hold", new CallOptions { Timeout = Interval });
        Time.Advance(Interval);

        await Assert.ThrowsAsync<CallTimeoutException>(() => call.OrHang());
        Assert.Equal(["get", "request hold", "reply hold none CallTimeoutException"], hooks.Log);
    }

    [Fact]
    public async Task A_cancelled_call_does_not_run_after()
    {
        var hooks = new RecordingMiddleware();
        using var cancelling = new CancellationTokenSource();

        Task call = ConnectWith(hooks).InvokeAsync("hold", new CallOptions { CancellationToken = cancelling.Token });
        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.OrHang());
        Assert.Equal(["get", "request hold"], hooks.Log);
    }

    [Fact]
    public async Task What_the_context_gives_goes_with_the_request_but_the_call_s_own_headers_stand_before_it()
    {
        var context = new Dictionary<string, object?> { ["trace"] = "context's", ["zone"] = 7 };
        ZeroRpcClient client = ConnectWith(new RecordingMiddleware { Context = context });
        var options = new CallOptions { Headers = new Dictionary<string, object?> { ["trace"] = "call's" } };

        Assert.Equal("trace=call's zone=7", await client.InvokeAsync<string>("headers", options));
    }

    [Fact]
    public async Task Before_may_change_the_method_the_arguments_and_the_header()
    {
        ZeroRpcClient client = ConnectWith(new RecordingMiddleware
        {
            OnClientBefore = request =>
            {
                request.Method = request.Method == "sum" ? "add" : "headers";
                request.Arguments = request.Method == "add" ? [20, 22] : [];
                request.SetHeader("trace", "abc");
            },
        });

        Assert.Equal(42, await client.InvokeAsync<int>("sum"));
        Assert.Equal("trace=abc", await client.InvokeAsync<string>("anything"));
    }

    [Theory]
    [InlineData("get", nameof(IZeroRpcHooks.GetTaskContext))]
    [InlineData("request", nameof(IZeroRpcHooks.ClientBeforeRequest))]
    [InlineData("reply", nameof(IZeroRpcHooks.ClientAfterRequest))]
    [InlineData("error", nameof(IZeroRpcHooks.ClientHandleRemoteError))]
    public async Task A_hook_that_throws_fails_its_call_and_the_error_names_it(string hook, string name)
    {
        int left = 1;
        ZeroRpcClient client = ConnectWith(new RecordingMiddleware
        {
            OnHook = each => _ = each == hook && left-- > 0 ? throw new FormatException("oops") : 0,
        });

        var error = await Assert.ThrowsAsync<HookException>(() => client.InvokeAsync("fail").OrHang());

        Assert.Equal($"RecordingMiddleware.{name} failed for 'fail': FormatException: oops", error.Message);
        Assert.Equal("fail", error.Method);
        Assert.IsType<FormatException>(error.InnerException);
        Assert.Equal(3, await client.InvokeAsync<int>("add", 1, 2).OrHang());
    }

    [Fact]
    public async Task A_hook_that_fails_at_a_stream_s_end_fails_the_reading()
    {
        ZeroRpcClient client = ConnectWith(new RecordingMiddleware { OnClientAfter = (_, _) => throw new FormatException("oops") });

        await Assert.ThrowsAsync<HookException>(async () => await client.StreamAsync<int>("count", 2).ToArrayAsync(Aborted));
    }

    [Fact]
    public async Task The_protocol_s_own_header_entries_are_refused_and_the_culprit_named()
    {
        ZeroRpcClient client = ConnectWith(new RecordingMiddleware { Context = new Dictionary<string, object?> { ["v"] = 4 } });

        var error = await Assert.ThrowsAsync<HookException>(() => client.InvokeAsync("add", 1, 2).OrHang());

        Assert.Contains("RecordingMiddleware.GetTaskContext", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_null_among_the_middleware_is_refused()
    {
        var options = new ZeroRpcClientOptions { Hooks = { null! } };

        Assert.Contains("Hooks", Assert.Throws<ArgumentException>(() => new ZeroRpcClient(options)).Message, StringComparison.Ordinal);
    }

    private ZeroRpcClient ConnectWith(params IZeroRpcHooks[] hooks) => ConnectWith(new ZeroRpcClientOptions(), hooks);

    private ZeroRpcClient ConnectWith(ZeroRpcClientOptions options, params IZeroRpcHooks[] hooks)
    {
        foreach (IZeroRpcHooks each in hooks)
        {
            options.Hooks.Add(each);
        }

        return Connect(AddService, client: options);
    }

    private void AddService(ZeroRpcServer server) => server
        .AddMethod("add", (int a, int b) => a + b)
        .AddMethod("count", (int n) => AsyncEnumerable.Range(0, n))
        .AddMethod("headers", (CallContext call) =>
            string.Join(' ', call.Headers.OrderBy(each => each.Key).Select(each => $"{each.Key}={each.Value}")))
        .AddMethod("hold", (CancellationToken lost) => _release.HoldAsync(lost))
        .AddMethod("fail", Fail)
        .AddMethod("break", Break);

    private static void Fail() => throw new InvalidOperationException("too hot");

    private static async IAsyncEnumerable<int> Break()
    {
        yield return 1;
        await Task.Yield();
        throw new InvalidOperationException("too hot");
    }
}

public sealed class ClientHooksInMemory() : ClientHookBehaviour(Carrier.Memory);

public sealed class ClientHooksOverTcp() : ClientHookBehaviour(Carrier.Tcp);

public sealed class ClientHooksOverNetMq() : ClientHookBehaviour(Carrier.NetMq);
