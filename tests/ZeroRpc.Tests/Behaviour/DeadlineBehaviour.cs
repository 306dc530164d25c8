using Microsoft.Extensions.Time.Testing;

namespace ZeroRpc.Tests.Behaviour;

/// <summary>How long a caller waits, and what a server makes of it.</summary>
public abstract class DeadlineBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    [Fact]
    public async Task A_call_that_waited_for_its_turn_beyond_its_deadline_is_not_started()
    {
        int started = 0;
        var held = new Signal();
        var free = new Signal();
        string endpoint = Serve(
            server => server.AddMethod("hold", () =>
            {
                held.Set();
                return free.Task;
            }).AddMethod("touch", () => ++started),
            new ZeroRpcServerOptions { TimeProvider = Time, Heartbeat = null, MaxConcurrentCalls = 1, Linger = TimeSpan.Zero });

        ZeroRpcClient client = NewClient(StillTime(), endpoint);
        Task hold = client.InvokeAsync("hold");
        await held.WaitAsync();
        Task touch = client.InvokeAsync("touch", new CallOptions { Timeout = Interval });
        await RoundTripAsync(client);

        Time.Advance(Interval);
        free.Set();

        await hold.OrHang();
        var error = await Assert.ThrowsAsync<CallTimeoutException>(() => touch.OrHang());
        Assert.Contains("'touch'", error.Message, StringComparison.Ordinal);
        Assert.Contains("was not started", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, started);
    }

    [Fact]
    public async Task A_server_that_does_not_respect_deadlines_starts_it()
    {
        var held = new Signal();
        var free = new Signal();
        string endpoint = Serve(
            server => server.AddMethod("hold", () =>
            {
                held.Set();
                return free.Task;
            }).AddMethod("touch", () => 1),
            new ZeroRpcServerOptions
            {
                TimeProvider = Time, Heartbeat = null, MaxConcurrentCalls = 1, Linger = TimeSpan.Zero, RespectDeadlines = false,
            });
        ZeroRpcClient client = NewClient(StillTime(), endpoint);
        Task hold = client.InvokeAsync("hold");
        await held.WaitAsync();
        Task<int> touch = client.InvokeAsync<int>("touch", new CallOptions { Timeout = Interval });
        await RoundTripAsync(client);

        Time.Advance(Interval);
        free.Set();

        await hold.OrHang();
        Assert.Equal(1, await touch.OrHang());
    }

    /// <summary>A caller whose own clock stands still, so that it goes on waiting and sees what the server says.</summary>
    private static ZeroRpcClientOptions StillTime() => new() { TimeProvider = new FakeTimeProvider(), Heartbeat = null };

    [Fact]
    public async Task A_handler_may_know_its_caller_s_deadline()
    {
        ZeroRpcClient client = Connect(
            server => server.AddMethod("left", (CallContext context) => context.TimeLeft!.Value.TotalSeconds)
                .AddMethod("deadline", (CallContext context) => context.Deadline!.Value),
            FakeServerTime(Interval),
            FakeClientTime(Interval));
        var options = new CallOptions { Timeout = TimeSpan.FromSeconds(7) };

        Assert.Equal(7, await client.InvokeAsync<double>("left", options));
        Assert.Equal(Time.GetUtcNow().AddSeconds(7), await client.InvokeAsync<DateTimeOffset>("deadline", options));
    }

    [Fact]
    public async Task A_caller_that_waits_for_ever_has_no_deadline()
    {
        ZeroRpcClient client = Connect(
            server => server.AddMethod("has", (CallContext context) => context.Deadline is not null),
            FakeServerTime(Interval),
            FakeClientTime(Interval));

        Assert.False(await client.InvokeAsync<bool>("has"));
    }

    [Fact]
    public async Task What_we_add_to_the_header_is_none_of_the_handler_s_headers()
    {
        ZeroRpcClient client = ConnectTo("headers", (CallContext context) => context.Headers.Keys.ToArray());

        string[] headers = await client.InvokeAsync<string[]>(
            "headers", new CallOptions { Headers = new Dictionary<string, object?> { ["trace_id"] = "abc" } });

        Assert.Equal(["trace_id"], headers);
    }

    [Theory]
    [InlineData("_zpc_cancel")]
    [InlineData("_zpc_timeout")]
    [InlineData("_zpc_deadline")]
    public async Task The_names_are_taken(string key)
    {
        ZeroRpcClient client = NewClient(null, FreeEndpoint());
        var options = new CallOptions { Headers = new Dictionary<string, object?> { [key] = 1 } };

        Assert.Contains(key, (await Assert.ThrowsAsync<ArgumentException>(() => client.InvokeAsync("one", options))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_s_own_calls_inherit_the_deadline_only_where_it_says_so()
    {
        string inner = Serve(server => server.AddMethod("left", (CallContext context) => context.TimeLeft?.TotalSeconds), FakeServerTime(Interval));
        ZeroRpcClient nested = NewClient(FakeClientTime(Interval), inner);
        ZeroRpcClient client = Connect(
            server => server
                .AddMethod("plain", () => nested.InvokeAsync<double?>("left"))
                .AddMethod("passed_on", (CallContext context) =>
                    nested.InvokeAsync<double?>("left", new CallOptions { Timeout = context.TimeLeft, CancellationToken = context.CancellationToken })),
            FakeServerTime(Interval),
            FakeClientTime(Interval));
        var options = new CallOptions { Timeout = TimeSpan.FromSeconds(7) };

        Assert.Null(await client.InvokeAsync<double?>("plain", options));
        Assert.Equal(7, await client.InvokeAsync<double?>("passed_on", options));
    }
}

public sealed class DeadlinesInMemory() : DeadlineBehaviour(Carrier.Memory);

public sealed class DeadlinesOverNetMq() : DeadlineBehaviour(Carrier.NetMq);

public sealed class DeadlinesOverTcp() : DeadlineBehaviour(Carrier.Tcp);

public sealed class DeadlinesOverIpc() : DeadlineBehaviour(Carrier.Ipc);
