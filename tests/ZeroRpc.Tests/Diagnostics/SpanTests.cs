using System.Diagnostics;
using ZeroRpc.Tests.Behaviour;

namespace ZeroRpc.Tests.Diagnostics;

/// <summary>The spans of calls, asserted whole (docs/observe.md).</summary>
[Collection(nameof(Alone))]
public sealed class SpanTests() : BehaviourTest(Carrier.Memory)
{
    private readonly string _name = $"{Guid.NewGuid():N}";

    private string Common => $"rpc.system.name=zerorpc, rpc.method=work, server.address={_name}";

    [Fact]
    public async Task A_call_is_a_span_of_the_client_and_within_it_one_of_the_server()
    {
        using var spans = new SpanLog();
        ZeroRpcClient client = ConnectToWork(() => Time.Advance(TimeSpan.FromMilliseconds(250)));

        await client.InvokeAsync("work").OrHang();

        Assert.Equal($"Client work, 0.25 s, Unset: {Common}", await spans.TextAsync(ActivityKind.Client));
        Assert.Equal("Server work, 0.25 s, Unset: rpc.system.name=zerorpc, rpc.method=work", await spans.TextAsync(ActivityKind.Server));
        Activity made = await spans.OneAsync(ActivityKind.Client);
        Activity answered = await spans.OneAsync(ActivityKind.Server);
        Assert.Equal(spans.Root.SpanId, made.ParentSpanId);
        Assert.Equal((made.TraceId, made.SpanId, true), (answered.TraceId, answered.ParentSpanId, answered.HasRemoteParent));
    }

    [Fact]
    public async Task A_blocking_call_is_the_same_and_leaves_the_caller_s_own_span_current()
    {
        using var spans = new SpanLog();
        ZeroRpcClient client = ConnectToWork(() => { });

        client.Invoke("work");

        Assert.Equal($"Client work, 0 s, Unset: {Common}", await spans.TextAsync(ActivityKind.Client));
        Assert.Same(spans.Root, Activity.Current);
    }

    [Fact]
    public async Task A_remote_error_is_the_error_of_both_by_its_name_on_the_wire()
    {
        using var spans = new SpanLog();
        ZeroRpcClient client = ConnectToWork(void () => throw new InvalidOperationException("No way."));

        await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("work").OrHang());

        const string Error = "error.type=InvalidOperationException, rpc.response.status_code=InvalidOperationException";
        Assert.Equal($"Client work, 0 s, Error (No way.): {Common}, {Error}", await spans.TextAsync(ActivityKind.Client));
        Assert.Equal(
            $"Server work, 0 s, Error (No way.): rpc.system.name=zerorpc, rpc.method=work, {Error}", await spans.TextAsync(ActivityKind.Server));
    }

    [Fact]
    public async Task A_method_that_does_not_exist_is_other_to_the_server()
    {
        using var spans = new SpanLog();
        ZeroRpcClient client = ConnectToWork(() => { });

        await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("no_such_method").OrHang());

        Assert.Equal(
            "Server zerorpc, 0 s, Error (no_such_method): rpc.system.name=zerorpc, rpc.method=_OTHER, " +
            "error.type=NameError, rpc.response.status_code=NameError, rpc.method_original=no_such_method",
            await spans.TextAsync(ActivityKind.Server));
    }

    [Fact]
    public async Task A_refused_call_is_a_span_of_the_server_too()
    {
        using var spans = new SpanLog();
        ZeroRpcServerOptions options = FakeServerTime(heartbeat: null);
        options.MaxConcurrentCalls = 1;
        options.MaxQueuedCalls = 0;
        var release = new Signal();
        ZeroRpcClient client = ConnectToWork(release.HoldAsync, options);
        Task first = client.InvokeAsync("work");

        await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("work").OrHang());

        Assert.Equal(
            "Server work, 0 s, Error ('work' was not started: too many calls are waiting): rpc.system.name=zerorpc, rpc.method=work, " +
            "error.type=Overloaded, rpc.response.status_code=Overloaded",
            await spans.TextAsync(ActivityKind.Server));
        release.Set();
        await first.OrHang();
    }

    [Fact]
    public async Task A_timeout_is_the_client_s_error()
    {
        using var spans = new SpanLog();
        var running = new Signal();
        ZeroRpcClient client = ConnectToWork(async (CancellationToken stop) =>
        {
            running.Set();
            await Task.Delay(Timeout.Infinite, stop);
        });

        Task call = client.InvokeAsync("work", new CallOptions { Timeout = Interval });
        await running.WaitAsync();
        Time.Advance(Interval);
        CallTimeoutException error = await Assert.ThrowsAsync<CallTimeoutException>(() => call.OrHang());

        Assert.Equal(
            $"Client work, 1 s, Error ({error.Message}): {Common}, error.type=ZeroRpc.CallTimeoutException",
            await spans.TextAsync(ActivityKind.Client));
    }

    [Fact]
    public async Task A_cancelled_call_is_an_error_of_the_client_and_none_of_the_server()
    {
        using var stop = new CancellationTokenSource();
        var running = new Signal();
        ZeroRpcClient client = ConnectToWork(async (CancellationToken left) =>
        {
            running.Set();
            await Task.Delay(Timeout.Infinite, left);
        });

        await client.PingAsync(Aborted); // By the answer the client learns that its peer can be told.
        using var spans = new SpanLog();

        Task call = client.InvokeAsync("work", new CallOptions { CancellationToken = stop.Token });
        await running.WaitAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.OrHang());

        Assert.Equal(
            $"Client work, 0 s, Error (The operation was canceled.): {Common}, error.type=System.OperationCanceledException",
            await spans.TextAsync(ActivityKind.Client));
        Assert.Equal("Server work, 0 s, Unset: rpc.system.name=zerorpc, rpc.method=work", await spans.TextAsync(ActivityKind.Server));
    }

    [Fact]
    public async Task A_lost_caller_is_the_server_s_error()
    {
        using var spans = new SpanLog();
        var running = new Signal();
        ZeroRpcClient client = ConnectToWork(async (CancellationToken left) =>
        {
            running.Set();
            await Task.Delay(Timeout.Infinite, left);
        }, FakeServerTime(Interval), FakeClientTime(heartbeat: null));

        Task call = client.InvokeAsync("work");
        await running.WaitAsync();
        Task<Activity> ended = spans.OneAsync(ActivityKind.Server);
        await PassUntilAsync(ended, Interval);

        Assert.Equal("ZeroRpc.LostRemoteException", (await ended).GetTagItem("error.type"));
        await client.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => call.OrHang());
    }

    [Fact]
    public async Task A_retried_call_is_one_span_over_all_attempts()
    {
        using var spans = new SpanLog();
        int runs = 0;
        ZeroRpcClientOptions options = FakeClientTime(heartbeat: null);
        options.Retry = new ZeroRpcRetryOptions { ShouldRetry = _ => true };
        ZeroRpcClient client = ConnectToWork(() => ++runs < 3 ? throw new InvalidOperationException() : runs, client: options);

        await PassUntilAsync(client.InvokeAsync("work", new CallOptions { IsIdempotent = true }), Interval);

        Assert.Equal(ActivityStatusCode.Unset, (await spans.OneAsync(ActivityKind.Client)).Status);
        Assert.Equal(3, (await spans.AllAsync(ActivityKind.Server, 3)).Length);
    }

    [Fact]
    public async Task Interceptors_of_both_sides_run_within_the_spans()
    {
        using var spans = new SpanLog();
        ZeroRpcServerOptions server = FakeServerTime(heartbeat: null);
        server.Interceptors.Add((_, next) =>
        {
            Activity.Current!.SetTag("seen", "server");
            return next();
        });
        ZeroRpcClientOptions options = FakeClientTime(heartbeat: null);
        options.Interceptors.Add((_, next) =>
        {
            Activity.Current!.SetTag("seen", "client");
            return next();
        });
        ZeroRpcClient client = ConnectToWork(() => { }, server, options);

        await client.InvokeAsync("work").OrHang();

        Assert.Equal("client", (await spans.OneAsync(ActivityKind.Client)).GetTagItem("seen"));
        Assert.Equal("server", (await spans.OneAsync(ActivityKind.Server)).GetTagItem("seen"));
    }

    [Fact]
    public async Task Calls_after_and_beside_one_another_have_spans_of_their_own()
    {
        const int Callers = 5;
        const int Each = 20;
        using var spans = new SpanLog();
        ZeroRpcClient client = ConnectToWork(() => { });

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            for (int i = 0; i < Each; i++)
            {
                await client.InvokeAsync("work");
            }
        })).OrHang();

        Activity[] made = await spans.AllAsync(ActivityKind.Client, Callers * Each);
        Activity[] answered = await spans.AllAsync(ActivityKind.Server, Callers * Each);
        Assert.Equal(made.Select(span => $"{span.SpanId}").Order(), answered.Select(span => $"{span.ParentSpanId}").Order());
    }

    [Fact]
    public async Task A_handler_s_own_calls_are_within_its_span()
    {
        using var spans = new SpanLog();
        ZeroRpcClient inner = ConnectToWork(() => { });
        ZeroRpcClient outer = Connect(server => server.AddMethod("outer", () => inner.InvokeAsync("work")));

        await outer.InvokeAsync("outer").OrHang();

        Activity handler = (await spans.AllAsync(ActivityKind.Server, 2)).Single(span => span.DisplayName == "outer");
        Activity made = (await spans.AllAsync(ActivityKind.Client, 2)).Single(span => span.DisplayName == "work");
        Assert.Equal(handler.SpanId, made.ParentSpanId);
    }

    private ZeroRpcClient ConnectToWork(Delegate work, ZeroRpcServerOptions? server = null, ZeroRpcClientOptions? client = null)
    {
        string endpoint = Serve(each => each.AddMethod("work", work), server ?? FakeServerTime(heartbeat: null), $"inproc://{_name}");
        return NewClient(client ?? FakeClientTime(heartbeat: null), endpoint);
    }
}
