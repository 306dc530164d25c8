using ZeroRpc.Tests.Wire;

namespace ZeroRpc.Tests.Behaviour;

/// <summary>When a server's hooks run, what they see and what they may change (docs/middleware.md).</summary>
public abstract class ServerHookBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    private static readonly CallOptions Traced = new() { Headers = new Dictionary<string, object?> { ["trace"] = "abc" } };

    [Fact]
    public async Task A_call_loads_the_context_and_runs_before_and_after()
    {
        var hooks = new RecordingMiddleware();
        ZeroRpcClient client = ConnectTo(hooks);

        await client.InvokeAsync("add", Traced, 1, 2);

        Assert.Equal(["load trace", "before add", "get", "after add OK"], hooks.Log);
    }

    [Fact]
    public async Task A_stream_runs_after_once_between_its_items_and_its_end()
    {
        var hooks = new RecordingMiddleware();
        ZeroRpcClient client = ConnectTo(hooks);

        Assert.Equal(3, await client.StreamAsync<int>("count", 3).CountAsync(Aborted));

        Assert.Equal(["load", "before count", "get", "after count STREAM_DONE"], hooks.Log);
    }

    [Fact]
    public async Task A_failure_is_inspected_and_not_run_after()
    {
        var hooks = new RecordingMiddleware();
        ZeroRpcClient client = ConnectTo(hooks);

        await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("fail").OrHang());

        Assert.Equal(["load", "before fail", "get", "inspect fail ERR InvalidOperationException"], hooks.Log);
    }

    [Fact]
    public async Task A_stream_s_failure_is_inspected()
    {
        var hooks = new RecordingMiddleware();
        ZeroRpcClient client = ConnectTo(hooks);

        await Assert.ThrowsAsync<RemoteException>(async () => await client.StreamAsync<int>("break").ToArrayAsync(Aborted));

        Assert.Equal(["load", "before break", "get", "get", "inspect break ERR InvalidOperationException"], hooks.Log);
    }

    [Fact]
    public async Task A_method_that_does_not_exist_is_inspected_but_never_begun()
    {
        var hooks = new RecordingMiddleware();
        ZeroRpcClient client = ConnectTo(hooks);

        var error = await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("nothing", Traced).OrHang());

        Assert.Equal(("NameError", "nothing"), (error.Name, error.Message));
        Assert.Equal(["load trace", "get", "inspect nothing ERR RemoteException"], hooks.Log);
    }

    [Fact]
    public async Task Several_run_in_their_order_before_and_after_alike()
    {
        var first = new RecordingMiddleware("1 ");
        var second = new RecordingMiddleware("2 ") { LogsTo = first };
        ZeroRpcClient client = ConnectTo(first, second);

        await client.InvokeAsync("add", 1, 2);

        Assert.Equal(["1 load", "2 load", "1 before add", "2 before add", "1 get", "2 get", "1 after add OK", "2 after add OK"], first.Log);
    }

    [Fact]
    public async Task A_hook_sees_the_arguments_and_the_value()
    {
        object?[]? arguments = null;
        object? value = null;
        ZeroRpcClient client = ConnectTo(new RecordingMiddleware
        {
            OnServerBefore = call => arguments = call.ReadArguments(),
            OnServerAfter = reply => value = reply!.ReadArgs(),
        });

        await client.InvokeAsync("add", 1, 2);

        Assert.Equal([1L, 2L], arguments!);
        Assert.Equal(new object?[] { 3L }, value);
    }

    [Fact]
    public async Task Before_may_refuse_a_call_under_a_name_of_its_choice()
    {
        var hooks = new RecordingMiddleware { OnServerBefore = _ => throw new RemoteException("PermissionError", "not you") };
        ZeroRpcClient client = ConnectTo(hooks);

        var error = await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("add", 1, 2).OrHang());

        Assert.Equal(("PermissionError", "not you"), (error.Name, error.Message));
    }

    [Theory]
    [InlineData("load", nameof(IZeroRpcHooks.LoadTaskContext))]
    [InlineData("before", nameof(IZeroRpcHooks.ServerBeforeExecute))]
    [InlineData("after", nameof(IZeroRpcHooks.ServerAfterExecute))]
    public async Task A_hook_that_throws_fails_its_call_and_the_error_names_it(string hook, string name)
    {
        int left = 1;
        var hooks = new RecordingMiddleware
        {
            OnHook = each => _ = each == hook && left-- > 0 ? throw new FormatException("oops") : 0,
        };
        ZeroRpcClient client = ConnectTo(hooks);

        var error = await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("add", 1, 2).OrHang());

        Assert.Equal(nameof(HookException), error.Name);
        Assert.Equal($"RecordingMiddleware.{name} failed for 'add': FormatException: oops", error.Message);
        Assert.Equal(3, await client.InvokeAsync<int>("add", 1, 2).OrHang());
    }

    [Fact]
    public async Task Inspecting_that_throws_is_logged_and_the_caller_gets_the_error_all_the_same()
    {
        using var log = new FakeLog();
        var options = new ZeroRpcServerOptions { LoggerFactory = log.Factory };
        options.Hooks.Add(new RecordingMiddleware { OnServerError = _ => throw new FormatException("oops") });
        ZeroRpcClient client = Connect(server => server.AddMethod("fail", Fail), options);

        var error = await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("fail").OrHang());

        Assert.Equal("too hot", error.Message);
        log.AssertSays("A hook failed");
    }

    [Fact]
    public async Task What_the_context_gives_goes_with_every_reply()
    {
        var hooks = new RecordingMiddleware { Context = new Dictionary<string, object?> { ["trace"] = "server's" } };
        var seen = new List<object?>();
        var client = new ZeroRpcClientOptions
        {
            Hooks = { new RecordingMiddleware { OnClientAfter = (reply, _) => seen.Add(reply!.Headers["trace"]) } },
        };
        ZeroRpcClient caller = NewClient(client, Serve(AddService, new ZeroRpcServerOptions { Hooks = { hooks } }));

        await caller.InvokeAsync("add", 1, 2);
        await caller.StreamAsync<int>("count", 2).ToArrayAsync(Aborted);
        await Assert.ThrowsAsync<RemoteException>(() => caller.InvokeAsync("fail").OrHang());

        Assert.Equal(["server's", "server's", "server's"], seen);
    }

    [Fact]
    public async Task After_and_inspect_may_add_to_the_reply_s_header()
    {
        var seen = new List<object?>();
        var hooks = new RecordingMiddleware
        {
            OnServerAfter = reply => reply!.SetHeader("cost", 7),
            OnServerError = reply => reply!.SetHeader("cost", 9),
        };
        var client = new ZeroRpcClientOptions
        {
            Hooks = { new RecordingMiddleware { OnClientAfter = (reply, _) => seen.Add(reply!.Headers["cost"]) } },
        };
        ZeroRpcClient caller = NewClient(client, Serve(AddService, new ZeroRpcServerOptions { Hooks = { hooks } }));

        await caller.InvokeAsync("add", 1, 2);
        await Assert.ThrowsAsync<RemoteException>(() => caller.InvokeAsync("fail").OrHang());

        Assert.Equal([7L, 9L], seen);
    }

    [Fact]
    public async Task A_value_that_cannot_be_sent_is_inspected_as_the_handler_s_failure()
    {
        var hooks = new RecordingMiddleware();
        ZeroRpcClient client = ConnectTo(hooks);

        await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("unsendable").OrHang());

        Assert.Equal("inspect unsendable ERR ValueConversionException", hooks.Log[^1]);
    }

    [Fact]
    public async Task A_stream_that_its_reader_left_is_neither_run_after_nor_inspected()
    {
        var hooks = new RecordingMiddleware();
        ZeroRpcServerOptions options = FakeServerTime(Interval);
        options.Hooks.Add(hooks);
        ZeroRpcClient client = Connect(
            server => server.AddMethod("endless", (CancellationToken lost) => Streams.Endless(lost)), options, FakeClientTime(Interval));

        await client.StreamAsync<int>("endless").FirstAsync(Aborted);
        Task gone = Task.Run(
            async () =>
            {
                while (Server.LiveChannels > 0)
                {
                    await Task.Yield();
                }
            },
            Aborted);
        await PassUntilAsync(gone, Interval);

        Assert.Equal(["load", "before endless", "get"], hooks.Log);
    }

    private ZeroRpcClient ConnectTo(params IZeroRpcHooks[] hooks)
    {
        var options = new ZeroRpcServerOptions();
        foreach (IZeroRpcHooks each in hooks)
        {
            options.Hooks.Add(each);
        }

        return Connect(AddService, options);
    }

    private static void AddService(ZeroRpcServer server) => server
        .AddMethod("add", (int a, int b) => a + b)
        .AddMethod("count", (int n) => AsyncEnumerable.Range(0, n))
        .AddMethod("fail", Fail)
        .AddMethod("break", Break)
        .AddMethod("unsendable", object () => (Action)(() => { }));

    private static void Fail() => throw new InvalidOperationException("too hot");

    private static async IAsyncEnumerable<int> Break()
    {
        yield return 1;
        await Task.Yield();
        throw new InvalidOperationException("mid-stream");
    }
}

public sealed class ServerHooksInMemory() : ServerHookBehaviour(Carrier.Memory);

public sealed class ServerHooksOverTcp() : ServerHookBehaviour(Carrier.Tcp);

public sealed class ServerHooksOverNetMq() : ServerHookBehaviour(Carrier.NetMq);
