using ZeroRpc.Tests.Transport;

namespace ZeroRpc.Tests.Behaviour;

/// <summary>Names that a resolver turns into endpoints, which come and go.</summary>
public abstract class ResolutionBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    private const string Name = "service://cooler";

    /// <summary>Well-formed, but longer than the path of a Unix domain socket may be.</summary>
    private const string Unusable = "ipc:///tmp/0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890";

    private volatile IReadOnlyList<string>? _answer = [];
    private volatile Exception? _fault;
    private int _asked;

    [Fact]
    public async Task A_name_leads_to_the_server_it_is_resolved_to()
    {
        _answer = [ServeNamed("one")];
        ZeroRpcClient client = NewClient(Resolving(), Name);

        Assert.Equal("one", await client.InvokeAsync<string>("who").OrHang());
        Assert.Equal(_answer, client.Connections.Select(connection => connection.Endpoint));
    }

    [Fact]
    public async Task The_longest_timeout_waits_for_the_resolver_as_well_as_none()
    {
        _answer = [ServeNamed("one")];
        ZeroRpcClient client = NewClient(Resolving(), Name);

        Assert.Equal("one", await client.InvokeAsync<string>("who", new CallOptions { Timeout = TimeSpan.MaxValue }).OrHang());
    }

    [Fact]
    public async Task A_blocking_call_waits_for_the_resolver_too()
    {
        _answer = [ServeNamed("one")];
        ZeroRpcClient client = NewClient(Resolving(), Name);

        Assert.Equal("one", await Task.Run(() => client.Invoke<string>("who"), Aborted).OrHang());
    }

    [Fact]
    public async Task Servers_come_and_go_without_a_restart()
    {
        string first = ServeNamed("first");
        _answer = [first];
        ZeroRpcClient client = NewClient(Resolving(), Name);
        Assert.Equal("first", await client.InvokeAsync<string>("who").OrHang());

        string second = ServeNamed("second");
        _answer = [second];
        await UntilAsync(() => client.Connections.Select(connection => connection.Endpoint).SequenceEqual([second]));

        Assert.Equal("second", await client.InvokeAsync<string>("who").OrHang());
    }

    [Fact]
    public async Task Calls_on_a_server_that_was_taken_off_finish()
    {
        var started = new Signal();
        var finish = new Signal();
        _answer = [Serve(server => server.AddMethod("work", async () =>
        {
            started.Set();
            await finish.Task;
            return "done";
        }))];
        ZeroRpcClient client = NewClient(Resolving(), Name);
        var closed = new Signal();
        client.ConnectionChanged += (_, change) =>
        {
            if (change.State == ZeroRpcConnectionState.Closed)
            {
                closed.Set();
            }
        };
        Task<string> call = client.InvokeAsync<string>("work");
        await started.WaitAsync();

        string other = ServeNamed("other");
        _answer = [other];
        await UntilAsync(() => client.Connections.All(connection => connection.Endpoint == other));
        for (int i = 0; i < 5; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1)); // The time after which a link without calls would be closed.
            await client.PingAsync(Aborted);
        }

        Assert.False(closed.IsSet);
        finish.Set();
        Assert.Equal("done", await call.OrHang());
        await UntilAsync(() => closed.IsSet);
    }

    [Fact]
    public async Task Disposing_the_client_ends_the_calls_on_a_server_that_was_taken_off()
    {
        var started = new Signal();
        var ended = new Signal();
        _answer = [Serve(server => server.AddMethod("work", async (CancellationToken left) =>
        {
            left.Register(ended.Set);
            started.Set();
            await Task.Delay(Timeout.Infinite, left);
        }))];
        ZeroRpcClient client = NewClient(Resolving(), Name);
        await client.PingAsync(Aborted).OrHang(); // By which the server has shown that it takes cancellations.
        Task call = client.InvokeAsync("work");
        await started.WaitAsync();
        string other = ServeNamed("other");
        _answer = [other];
        await UntilAsync(() => client.Connections.All(connection => connection.Endpoint == other));

        await client.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => call.OrHang());
        await ended.WaitAsync();
    }

    [Fact]
    public async Task A_lost_connection_has_the_resolver_asked_again()
    {
        string endpoint = ServeNamed("first");
        _answer = [endpoint];
        ZeroRpcClientOptions options = Resolving();
        options.ResolveInterval = TimeSpan.FromDays(1);
        ZeroRpcClient client = NewClient(options, Name);
        await client.InvokeAsync<string>("who").OrHang();
        ZeroRpcServer first = Server;
        string second = ServeNamed("second");
        _answer = [second];

        await first.DisposeAsync();
        await UntilAsync(() => client.Connections.Select(connection => connection.Endpoint).SequenceEqual([second]));

        Assert.Equal("second", await client.InvokeAsync<string>("who").OrHang());
    }

    [Fact]
    public async Task A_resolver_that_throws_before_it_ever_succeeded_fails_the_calls_by_its_name()
    {
        _fault = new InvalidOperationException("the registry is down");
        ZeroRpcClient client = NewClient(Resolving(), Name);

        var error = await Assert.ThrowsAsync<ZeroRpcEndpointException>(() => client.InvokeAsync("who").OrHang());

        Assert.Equal(Name, error.Endpoint);
        Assert.Equal(
            "The resolver of 'service://cooler' (ResolveEndpoint) failed: InvalidOperationException: the registry is down", error.Message);
        Assert.Same(_fault, error.InnerException);
    }

    [Theory]
    [InlineData(null, "gave back no endpoint.")]
    [InlineData("", "gave back no endpoint.")]
    [InlineData("nonsense", "gave back what is none: 'nonsense' is no usable endpoint")]
    public async Task A_resolver_that_gives_back_nothing_usable_is_told_so(string? answer, string expected)
    {
        _answer = answer is null ? null : answer.Length == 0 ? [] : [answer];
        ZeroRpcClient client = NewClient(Resolving(), Name);

        var error = await Assert.ThrowsAsync<ZeroRpcEndpointException>(() => client.InvokeAsync("who").OrHang());

        Assert.StartsWith($"The resolver of '{Name}' (ResolveEndpoint) {expected}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resolver_that_failed_is_asked_again()
    {
        _fault = new InvalidOperationException("the registry is down");
        ZeroRpcClient client = NewClient(Resolving(), Name);
        await Assert.ThrowsAsync<ZeroRpcEndpointException>(() => client.InvokeAsync("who").OrHang());

        _answer = [ServeNamed("one")];
        _fault = null;
        await UntilAsync(() => client.Connections.Count == 1);

        Assert.Equal("one", await client.InvokeAsync<string>("who").OrHang());
    }

    [Fact]
    public async Task Of_two_names_one_that_fails_fails_no_call_that_the_other_serves()
    {
        var failed = new Signal();
        string endpoint = ServeNamed("one");
        ZeroRpcClientOptions options = Resolving();
        options.ResolveEndpoint = async (name, _) =>
        {
            if (name == "service://bad")
            {
                failed.Set();
                throw new InvalidOperationException("the registry does not know it");
            }

            await failed.Task;
            return [endpoint];
        };
        ZeroRpcClient client = NewClient(options, "service://bad", "service://good");

        Assert.Equal("one", await client.InvokeAsync<string>("who").OrHang());
    }

    [Fact]
    public async Task When_all_names_fail_the_error_tells_of_each()
    {
        ZeroRpcClientOptions options = Resolving();
        options.ResolveEndpoint = (name, _) => throw new InvalidOperationException($"no {name}");
        ZeroRpcClient client = NewClient(options, "service://a", "service://b");

        var error = await Assert.ThrowsAsync<ZeroRpcEndpointException>(() => client.InvokeAsync("who").OrHang());

        Assert.Equal(("who", "service://a, service://b"), (error.Method, error.Endpoint));
        Assert.Contains("no service://a", error.Message, StringComparison.Ordinal);
        Assert.Contains("no service://b", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_whose_endpoints_cannot_be_used_fails_the_calls_with_the_reason()
    {
        _answer = [Unusable];
        ZeroRpcClient client = NewClient(Resolving(), Name);

        var error = await Assert.ThrowsAsync<ZeroRpcEndpointException>(() => client.InvokeAsync("who").OrHang());

        Assert.StartsWith($"No endpoint to which '{Name}' was resolved can be used: '{Unusable}'", error.Message, StringComparison.Ordinal);
        Assert.Equal((Name, "who"), (error.Endpoint, error.Method));
    }

    [Fact]
    public async Task A_failure_is_replaced_by_the_next_answer()
    {
        _answer = [Unusable];
        ZeroRpcClient client = NewClient(Resolving(), Name);
        await Assert.ThrowsAsync<ZeroRpcEndpointException>(() => client.InvokeAsync("who").OrHang());

        _answer = [ServeNamed("one")];
        await UntilAsync(() => client.Connections.Count == 1);

        Assert.Equal("one", await client.InvokeAsync<string>("who").OrHang());
    }

    [Fact]
    public async Task Endpoints_that_cannot_be_used_do_not_replace_those_of_the_answer_before()
    {
        _answer = [ServeNamed("one")];
        ZeroRpcClient client = NewClient(Resolving(), Name);
        await client.InvokeAsync<string>("who").OrHang();

        _answer = [Unusable];
        int before = _asked;
        await UntilAsync(() => _asked > before + 2);

        Assert.Equal("one", await client.InvokeAsync<string>("who").OrHang());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData(Unusable)]
    public async Task Of_several_endpoints_those_that_are_good_are_used(string bad)
    {
        _answer = [bad, ServeNamed("one")];
        ZeroRpcClient client = NewClient(Resolving(), Name);

        Assert.Equal("one", await client.InvokeAsync<string>("who").OrHang());
    }

    [Fact]
    public async Task A_call_that_waits_for_the_resolver_ends_when_its_name_is_disconnected()
    {
        var asked = new Signal();
        ZeroRpcClientOptions options = Resolving();
        options.ResolveEndpoint = async (_, stop) =>
        {
            asked.Set();
            await Task.Delay(Timeout.Infinite, stop);
            return [];
        };
        ZeroRpcClient client = NewClient(options, Name);
        Task call = client.InvokeAsync("who");
        await asked.WaitAsync();

        client.Disconnect(Name);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => call.OrHang());
    }

    [Fact]
    public async Task When_a_resolver_fails_later_its_last_answer_counts_on()
    {
        _answer = [ServeNamed("one")];
        ZeroRpcClient client = NewClient(Resolving(), Name);
        await client.InvokeAsync<string>("who").OrHang();

        _fault = new InvalidOperationException("the registry is down");
        int before = _asked;
        await UntilAsync(() => _asked > before + 2);

        Assert.Equal("one", await client.InvokeAsync<string>("who").OrHang());
    }

    [Fact]
    public async Task A_call_waits_for_a_slow_resolver_no_longer_than_its_timeout()
    {
        ZeroRpcClientOptions options = Resolving();
        options.ResolveEndpoint = async (_, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            return [];
        };
        ZeroRpcClient client = NewClient(options, Name);
        Task call = client.InvokeAsync("who", new CallOptions { Timeout = TimeSpan.FromSeconds(2) });

        await PassUntilAsync(call.ContinueWith(_ => { }, TaskScheduler.Default), TimeSpan.FromSeconds(1));

        var error = await Assert.ThrowsAsync<NotConnectedException>(() => call);
        Assert.Equal((Name, "who"), (error.Endpoint, error.Method));
    }

    [Fact]
    public async Task A_call_that_waits_for_the_resolver_can_be_cancelled()
    {
        ZeroRpcClientOptions options = Resolving();
        options.ResolveEndpoint = async (_, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            return [];
        };
        ZeroRpcClient client = NewClient(options, Name);
        using var cancel = new CancellationTokenSource();
        Task call = client.InvokeAsync("who", new CallOptions { CancellationToken = cancel.Token });

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.OrHang());
    }

    [Fact]
    public async Task A_name_that_is_disconnected_is_resolved_no_more()
    {
        _answer = [ServeNamed("one")];
        ZeroRpcClient client = NewClient(Resolving(), Name);
        await client.InvokeAsync<string>("who").OrHang();

        client.Disconnect(Name);

        Assert.Empty(client.Connections);
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.InvokeAsync("who"));
    }

    [Fact]
    public void Without_a_resolver_a_name_is_no_endpoint() =>
        Assert.Throws<ZeroRpcEndpointException>(() => NewClient().Connect(Name));

    private ZeroRpcClientOptions Resolving() => new()
    {
        TimeProvider = Time,
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        Heartbeat = null,
        ResolveInterval = TimeSpan.FromSeconds(10),
        ResolveEndpoint = (name, _) =>
        {
            Assert.Equal(Name, name);
            Interlocked.Increment(ref _asked);
            return _fault is { } fault ? throw fault : ValueTask.FromResult(_answer!);
        },
    };

    private string ServeNamed(string name) => Serve(server => server.AddMethod("who", () => name));

    /// <summary>Lets time pass until something has come about.</summary>
    private Task UntilAsync(Func<bool> condition) => Transports.UntilAsync(() =>
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        return condition();
    });
}

public sealed class ResolutionInMemory() : ResolutionBehaviour(Carrier.Memory);

public sealed class ResolutionOverNetMq() : ResolutionBehaviour(Carrier.NetMq);

public sealed class ResolutionOverTcp() : ResolutionBehaviour(Carrier.Tcp);

public sealed class ResolutionOverIpc() : ResolutionBehaviour(Carrier.Ipc);
