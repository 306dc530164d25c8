namespace ZeroRpc.Tests.Behaviour;

/// <summary>What runs around calls (docs/middleware.md).</summary>
public abstract class InterceptorBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    private readonly List<string> _log = [];

    [Fact]
    public async Task The_first_of_a_server_s_interceptors_is_outermost()
    {
        ZeroRpcClient client = Serving(LogServer("outer"), LogServer("inner"));

        Assert.Equal(3, await client.InvokeAsync<int>("add", 1, 2));

        Assert.Equal(["outer begins", "inner begins", "inner ends", "outer ends"], _log);
    }

    [Fact]
    public async Task The_first_of_a_client_s_interceptors_is_outermost()
    {
        ZeroRpcClient client = Calling(LogClient("outer"), LogClient("inner"));

        Assert.Equal(3, await client.InvokeAsync<int>("add", 1, 2));

        Assert.Equal(["outer begins", "inner begins", "inner ends", "outer ends"], _log);
    }

    [Fact]
    public async Task A_server_s_interceptor_sees_the_call()
    {
        (string Method, object?[] Arguments, object? Header, bool HasPeer)? seen = null;
        ZeroRpcClient client = Serving(async (call, next) =>
        {
            seen = (call.Method, call.ReadArguments(), call.Headers["trace"], call.Peer.Length > 0);
            await next();
        });

        await client.InvokeAsync("add", new CallOptions { Headers = new Dictionary<string, object?> { ["trace"] = "abc" } }, 1, 2);

        Assert.NotNull(seen);
        Assert.Equal(("add", "abc", true), (seen.Value.Method, seen.Value.Header, seen.Value.HasPeer));
        Assert.Equal([1L, 2L], seen.Value.Arguments);
    }

    [Fact]
    public async Task A_server_s_interceptor_may_refuse_a_call_and_the_handler_does_not_run()
    {
        int runs = 0;
        ZeroRpcClient client = Connect(
            server => server.AddMethod("touch", () => runs++),
            new ZeroRpcServerOptions { Interceptors = { (_, _) => throw new RemoteException("PermissionError", "not you") } });

        var error = await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("touch").OrHang());

        Assert.Equal(("PermissionError", "not you", 0), (error.Name, error.Message, runs));
    }

    [Fact]
    public async Task A_server_s_interceptor_may_fail_a_call_that_has_run()
    {
        ZeroRpcClient client = Serving(async (_, next) =>
        {
            await next();
            throw new RemoteException("TooLate", "after all");
        });

        Assert.Equal("TooLate", (await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("add", 1, 2).OrHang())).Name);
    }

    [Fact]
    public async Task A_server_s_interceptor_sees_what_the_handler_throws_and_may_throw_another_error()
    {
        ZeroRpcClient client = Serving(async (_, next) =>
        {
            try
            {
                await next();
            }
            catch (InvalidOperationException error)
            {
                throw new RemoteException("ValueError", error.Message);
            }
        });

        var error = await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("fail").OrHang());

        Assert.Equal(("ValueError", "too hot"), (error.Name, error.Message));
    }

    [Fact]
    public async Task Next_of_a_stream_completes_between_its_items_and_its_end()
    {
        var release = new Signal();
        ZeroRpcClient client = Serving(async (_, next) =>
        {
            await next();
            await release.WaitAsync();
        });
        await using IAsyncEnumerator<int> stream = client.StreamAsync<int>("count", 1).GetAsyncEnumerator(Aborted);

        Assert.True(await stream.MoveNextAsync());
        ValueTask<bool> end = stream.MoveNextAsync();
        Assert.False(end.IsCompleted);
        release.Set();

        Assert.False(await end.AsTask().OrHang());
    }

    [Fact]
    public async Task A_server_s_interceptor_that_neither_goes_on_nor_throws_is_an_error()
    {
        ZeroRpcClient client = Serving((_, _) => default);

        var error = await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("add", 1, 2).OrHang());

        Assert.Contains("'add'", error.Message, StringComparison.Ordinal);
        Assert.Contains("next", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_runs_once_whatever_a_server_s_interceptor_does()
    {
        int runs = 0;
        ZeroRpcClient client = Connect(
            server => server.AddMethod("touch", () => ++runs),
            new ZeroRpcServerOptions
            {
                Interceptors =
                {
                    async (_, next) =>
                    {
                        await next();
                        await next();
                    },
                },
            });

        var error = await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("touch").OrHang());

        Assert.Contains("second time", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task A_client_s_interceptor_may_change_the_arguments_and_the_options()
    {
        ZeroRpcClient client = Calling((request, next) =>
        {
            request.Arguments = [20, 22];
            request.Options = request.Options with { Headers = new Dictionary<string, object?> { ["trace"] = "abc" } };
            return next();
        });

        Assert.Equal("42 abc", await client.InvokeAsync<string>("trace", 1, 2));
    }

    [Fact]
    public async Task A_client_s_interceptor_may_call_again()
    {
        int runs = 0;
        var options = new ZeroRpcClientOptions
        {
            Interceptors =
            {
                async (_, next) =>
                {
                    try
                    {
                        return await next();
                    }
                    catch (RemoteException)
                    {
                        return await next();
                    }
                },
            },
        };
        ZeroRpcClient client = Connect(
            server => server.AddMethod("second", () => ++runs == 1 ? throw new InvalidOperationException("not yet") : runs), client: options);

        Assert.Equal(2, await client.InvokeAsync<int>("second").OrHang());
    }

    [Fact]
    public async Task A_client_s_interceptor_may_refuse_a_call_which_is_not_sent()
    {
        int runs = 0;
        var options = new ZeroRpcClientOptions { Interceptors = { (_, _) => throw new UnauthorizedAccessException() } };
        ZeroRpcClient client = Connect(server => server.AddMethod("touch", () => runs++), client: options);

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => client.InvokeAsync("touch").OrHang());
        await NewClient(null, Server.Bind(NewEndpoint())).PingAsync(Aborted);

        Assert.Equal(0, runs);
    }

    [Fact]
    public async Task A_client_s_interceptor_sees_a_stream_s_end()
    {
        ZeroRpcClient client = Calling(LogEnd);

        await client.StreamAsync<int>("count", 2).ToArrayAsync(Aborted);

        Assert.Equal(["fine"], _log);
    }

    [Fact]
    public async Task A_client_s_interceptor_sees_a_stream_fail()
    {
        ZeroRpcClient client = Calling(LogEnd);

        await Assert.ThrowsAsync<RemoteException>(async () => await client.StreamAsync<int>("break").ToArrayAsync(Aborted));

        Assert.Equal(["RemoteException"], _log);
    }

    [Fact]
    public async Task A_client_s_interceptor_sees_a_stream_left_early()
    {
        ZeroRpcClient client = Calling(LogEnd);

        await client.StreamAsync<int>("count", 9).FirstAsync(Aborted);

        Assert.Equal(["OperationCanceledException"], _log);
    }

    [Fact]
    public async Task A_client_s_interceptor_without_a_reply_is_an_error()
    {
        ZeroRpcClient client = Calling((_, _) => default);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => client.InvokeAsync("add", 1, 2).OrHang());

        Assert.Contains("'add'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_blocking_call_does_not_deadlock_an_interceptor_that_awaits_on_the_caller_s_context()
    {
        ZeroRpcClient client = Calling(async (_, next) =>
        {
            await Task.Yield();
            return await next();
        });

        Assert.Equal(3, SingleThreadedContext.Run(() => client.Invoke<int>("add", 1, 2)));
    }

    [Fact]
    public async Task A_reply_without_interceptors_also_says_when_its_stream_ends()
    {
        await using ZeroRpcReply reply = await Calling().CallAsync("count", default, 2);
        bool ended = false;
        reply.OnEnded(error => ended = error is null);

        Assert.Equal(2, await reply.ReadItemsAsync<int>().CountAsync(Aborted));

        Assert.True(ended);
    }

    private ServerInterceptor LogServer(string name) => async (_, next) =>
    {
        _log.Add($"{name} begins");
        await next();
        _log.Add($"{name} ends");
    };

    private ClientInterceptor LogClient(string name) => async (_, next) =>
    {
        _log.Add($"{name} begins");
        ZeroRpcReply reply = await next();
        _log.Add($"{name} ends");
        return reply;
    };

    private async ValueTask<ZeroRpcReply> LogEnd(ZeroRpcRequest request, Func<ValueTask<ZeroRpcReply>> next)
    {
        ZeroRpcReply reply = await next();
        reply.OnEnded(error => _log.Add(error?.GetType().Name ?? "fine"));
        return reply;
    }

    private ZeroRpcClient Serving(params ServerInterceptor[] interceptors)
    {
        var options = new ZeroRpcServerOptions();
        foreach (ServerInterceptor each in interceptors)
        {
            options.Interceptors.Add(each);
        }

        return Connect(AddService, options);
    }

    private ZeroRpcClient Calling(params ClientInterceptor[] interceptors)
    {
        var options = new ZeroRpcClientOptions();
        foreach (ClientInterceptor each in interceptors)
        {
            options.Interceptors.Add(each);
        }

        return Connect(AddService, client: options);
    }

    private static void AddService(ZeroRpcServer server) => server
        .AddMethod("add", (int a, int b) => a + b)
        .AddMethod("count", (int n) => AsyncEnumerable.Range(0, n))
        .AddMethod("trace", (CallContext call, int a, int b) => $"{a + b} {call.Headers["trace"]}")
        .AddMethod("fail", Fail)
        .AddMethod("break", Break);

    private static void Fail() => throw new InvalidOperationException("too hot");

    private static async IAsyncEnumerable<int> Break()
    {
        yield return 1;
        await Task.Yield();
        throw new InvalidOperationException("mid-stream");
    }
}

public sealed class InterceptorsInMemory() : InterceptorBehaviour(Carrier.Memory);

public sealed class InterceptorsOverTcp() : InterceptorBehaviour(Carrier.Tcp);

public sealed class InterceptorsOverNetMq() : InterceptorBehaviour(Carrier.NetMq);
